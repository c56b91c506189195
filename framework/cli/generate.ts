/**
 * `npm run generate`: runs the `codegen.ts` of each plugged-in service that has one. With `--check`
 * nothing is written; it fails when a file would change.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { listServices, readManifest } from '../manifest.ts'

const generators = listServices(await readManifest())
  .map(({ dir }) => join(dir, 'codegen.ts'))
  .filter((file) => existsSync(file))

for (const file of generators) {
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exitCode = 1
}
