/**
 * Fills a fresh local cloud: runs the default export of `src/seed.ts`, if there is one.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A failing seed is one line; the app starts all the same. */
export async function runSeed(cwd: string, log: (line: string) => void): Promise<void> {
  const file = join(cwd, 'src', 'seed.ts')
  if (!existsSync(file)) return

  // The tables are local: no seed needs, or looks for, real keys.
  process.env['AWS_ACCESS_KEY_ID'] ??= 'local'
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local'
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: () => unknown }
    await module.default?.()
  } catch (error) {
    log(`src/seed.ts failed: ${(error as Error).message}`)
  }
}
