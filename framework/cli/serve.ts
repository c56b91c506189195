/**
 * `npm run serve`: builds the project and runs it as one process, without Lambda.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readInventory } from '../local/preflight/inventory.ts'
import type { Inventory } from '../manifest.ts'
import { readPackage } from '../plugin/root.ts'
import { buildForServe } from '../serve/build.ts'
import { readOptions, usage } from '../serve/options.ts'

const folder = resolve('.plugboard/serve')
const server = join(folder, 'server.mjs')
const given = process.argv.slice(2)
const has = (option: string) => given.includes(option)
const args = given.filter((it) => !['--build', '--no-build', '--local'].includes(it))

try {
  if (has('--help')) console.log(usage)
  else await serve()
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

async function serve(): Promise<void> {
  // Before the build, which takes its time.
  const { port } = readOptions(args, process.env)
  const inv = has('--no-build') && !has('--local') ? undefined : await readProject()
  if (inv && !has('--no-build')) await build(inv)
  if (has('--build')) return
  if (!existsSync(server)) throw new Error('Nothing is built yet. Run: npm run serve -- --build')
  start(inv && has('--local') ? toLocal(inv, port) : {})
}

async function readProject(): Promise<Inventory> {
  const { inventory, problems } = await readInventory(process.cwd())
  if (!inventory) throw new Error(problems.join('\n'))
  return inventory.inv
}

async function build(inv: Inventory): Promise<void> {
  const began = performance.now()
  const { version } = readPackage(inv._project.cwd)
  const { functions, bytes } = await buildForServe(inv, { folder, version })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  const size = (bytes / 1_000_000).toFixed(1)
  console.log(`Built ${functions} functions, ${size} MB, in ${seconds} s: .plugboard/serve`)
}

/** The environment of a function of `npm start`, at an address of its own. */
function toLocal({ _project }: Inventory, port: number): NodeJS.ProcessEnv {
  return {
    ..._project.env.local?.['testing'],
    ARC_ENV: 'testing',
    APP_URL: `http://localhost:${port}`,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    SERVE_HOST: '127.0.0.1',
  }
}

/** In a process that has never loaded what builds. */
function start(env: NodeJS.ProcessEnv): void {
  const child = spawn(process.execPath, [server, ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  // A terminal sends Ctrl+C to all of them: the server decides when it has ended.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  process.on('disconnect', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code ?? 1))
}
