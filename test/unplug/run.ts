/**
 * Unplugs each service in turn, then all of them with their folders, from a copy of the project:
 * what is left must type-check, start, serve and pass its tests. With names, these services alone.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { listServices, readManifest } from '../../framework/manifest.ts'
import { withDependents } from '../../framework/plugin/needs.ts'

const promises = [
  { promise: 'its imports go one way', command: 'node framework/cli/check-imports.ts' },
  { promise: 'it type-checks', command: 'npx tsc --noEmit' },
  { promise: 'its generated files are in sync', command: 'node framework/cli/generate.ts --check' },
  // What is below framework/ knows no service, and is the same in every case.
  {
    promise: 'its units and services work',
    command: 'npx vitest run --reporter=dot src test/pages',
  },
  { promise: 'it starts and serves', command: 'node framework/cli/acceptance.ts' },
]

const services = listServices(await readManifest())
const names = services.map(({ name }) => name)
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) throw new Error(`There is no service ${unknown.join(', ')}.`)
const cases = [
  ...(asked.length > 0 ? asked : names).map((name) => ({
    without: withDependents(name, services),
    folders: false,
  })),
  ...(asked.length > 0 ? [] : [{ without: names, folders: true }]),
]

let [passed, failed] = [0, 0]
for (const { without, folders } of cases) {
  const title = folders ? `${without.join(', ')} and their folders` : without.join(', ')
  console.log(`\nWithout ${title}`)
  const project = copyProject()
  unplug(project, without, { folders })
  for (const { promise, command } of promises) report(promise, command, project)
  rmSync(project, { recursive: true, force: true })
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** What git tracks, or would, so that no state and no build comes along. */
function copyProject(): string {
  const target = mkdtempSync(join(tmpdir(), 'plugboard-unplug-'))
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  const files = spawnSync('git', listing, { encoding: 'utf8' }).stdout.split('\0').filter(Boolean)
  for (const file of files) cpSync(file, join(target, file), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(target, 'node_modules'))
  return target
}

function unplug(project: string, names: string[], { folders }: { folders: boolean }): void {
  const manifest = join(project, 'app.arc')
  let source = readFileSync(manifest, 'utf8')
  for (const name of names) {
    const service = services.find((it) => it.name === name)!
    const folder = dirname(join(service.dir.slice(process.cwd().length + 1), 'index.ts'))
    source = source.replace(`${name}\n  src ${folder}/index.ts\n`, '')
  }
  // What stands on services that the project has not plugged in itself goes with them.
  for (const rest of folders ? ['src/plugins', 'examples'] : [])
    rmSync(join(project, rest), { recursive: true, force: true })
  writeFileSync(manifest, source)
}

function report(promise: string, command: string, cwd: string): void {
  const [program, ...parameters] = command.split(' ') as [string, ...string[]]
  // The long proof has its own place: here it is whether it still runs.
  const env = { ...process.env, PROOF_CHECKOUTS: '30' }
  const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, env, encoding: 'utf8' })
  if (status === 0) passed++
  else failed++
  console.log(status === 0 ? `  ✔ ${promise}` : `  ✘ ${promise}\n${stdout}${stderr}`)
}
