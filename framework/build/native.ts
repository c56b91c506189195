/**
 * Packages with native code, which no bundle can hold: they are put beside the functions that need
 * them, for the system that runs them.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Metafile } from 'esbuild'
import { listLambdas, type Inventory, type Lambda } from '../manifest.ts'
import { findRoot } from '../plugin/root.ts'

/** What stays out of every bundle. */
export const nativePackages = ['sharp']

type Metafiles = ReadonlyMap<string, Metafile>

/**
 * For Lambda: copies to each function what it needs, for Lambda's system.
 *
 * @throws Error with what npm said
 */
export async function carryNative(inv: Inventory, metafiles: Metafiles): Promise<void> {
  const cwd = findRoot(inv._project.cwd)
  for (const lambda of listLambdas(inv)) {
    for (const name of listImported(lambda, metafiles)) {
      // An emulator runs functions on this machine.
      const isHere = process.env['AWS_ENDPOINT_URL'] !== undefined
      const from = isHere ? join(cwd, 'node_modules') : await install(name, { cwd, lambda })
      await copyPackage(name, { from, to: join(lambda.build, 'node_modules') })
    }
  }
}

/** For what runs on this machine, or in its container: one copy for all functions below the folder. */
export async function copyNative(
  inv: Inventory,
  metafiles: Metafiles,
  folder: string,
): Promise<void> {
  const names = new Set(listLambdas(inv).flatMap((lambda) => listImported(lambda, metafiles)))
  const from = join(findRoot(inv._project.cwd), 'node_modules')
  for (const name of names) await copyPackage(name, { from, to: join(folder, 'node_modules') })
}

function listImported({ pragma, name }: Lambda, metafiles: Metafiles): string[] {
  const metafile = metafiles.get(pragma === 'http' ? name : `${pragma} ${name}`)
  const outputs = Object.values(metafile?.outputs ?? {})
  const imported = new Set(outputs.flatMap(({ imports }) => imports.map(({ path }) => path)))
  return nativePackages.filter((it) => imported.has(it))
}

/** Once for each version and system: answers the `node_modules` that holds it. */
async function install(
  name: string,
  { cwd, lambda }: { cwd: string; lambda: Lambda },
): Promise<string> {
  const version = readPackage(cwd).dependencies?.[name]
  if (!version) throw new Error(`[deploy] ${name} is not in package.json. Run: npm install ${name}`)

  const cpu = lambda.config.architecture === 'arm64' ? 'arm64' : 'x64'
  const folder = join(cwd, '.plugboard/native', `${name}-${version}-linux-${cpu}`)
  const modules = join(folder, 'node_modules')
  // npm writes it last.
  if (existsSync(join(modules, '.package-lock.json'))) return modules

  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ dependencies: { [name]: version } }),
  )
  // What the package itself needs comes in the versions, and with the hashes, that the project has.
  for (const file of ['package-lock.json', '.npmrc']) {
    if (existsSync(join(cwd, file))) await copyFile(join(cwd, file), join(folder, file))
  }
  const system = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc']
  const parameters = ['install', ...system, '--no-audit', '--no-fund', '--ignore-scripts']
  try {
    const shell = process.platform === 'win32'
    await promisify(execFile)('npm', parameters, { cwd: folder, shell })
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    const said = stderr.split('\n').find((line) => /^npm (error|ERR!) \D/.test(line)) ?? ''
    throw new Error(
      `[deploy] ${name} could not be installed for linux-${cpu}. ${said}\n` +
        `Try it by hand, in ${folder}: npm ${parameters.join(' ')}`,
      { cause: error },
    )
  }
  return modules
}

/** Copies a package and whatever of its dependencies is installed beside it. */
async function copyPackage(name: string, { from, to }: Record<'from' | 'to', string>) {
  const [source, target] = [join(from, name), join(to, name)]
  if (!existsSync(source) || existsSync(target)) return
  await cp(source, target, { recursive: true })
  const { dependencies, optionalDependencies } = readPackage(source)
  // Of the optional ones those are there that are for the system.
  for (const it of Object.keys({ ...dependencies, ...optionalDependencies })) {
    await copyPackage(it, { from, to })
  }
}

interface Package {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Package
}
