/**
 * Where the project is that an app is part of: an example has an `app.arc` of its own, but the
 * package.json, the node_modules, the framework and the services of the whole.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The nearest folder upwards that has a package.json: what `#framework/…` starts from, too. */
export function findRoot(cwd: string = process.cwd()): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return cwd
  }
}

/** The path of the app within its project: empty where it is all of it. */
export function findPlace(cwd: string): string {
  return relative(findRoot(cwd), cwd)
}

/** A command of the project for this app: `npm run reset`, `npm run reset -- examples/thumbnails`. */
export function toCommand(
  name: string,
  cwd: string = process.cwd(),
  parameters: readonly string[] = [],
): string {
  const words = [findPlace(cwd), ...parameters].filter(Boolean)
  return [`npm run ${name}`, ...(words.length > 0 ? ['--', ...words] : [])].join(' ')
}

/** What we read of the project's package.json. */
export function readPackage(cwd: string): {
  version: string
  dependencies: Readonly<Record<string, string>>
} {
  return {
    version: '',
    dependencies: {},
    ...JSON.parse(readFileSync(join(findRoot(cwd), 'package.json'), 'utf8')),
  }
}
