/**
 * `npm start`: the whole backend on this machine, behind one clear screen.
 *
 * @module
 */
import { builder } from '../build/builder.ts'
import { getPorts } from '../plugin/ports.ts'
import { readPackage } from '../plugin/root.ts'
import { installClock } from './clock.ts'
import { endLocal, onReady, type LocalCloud } from './cloud.ts'
import { createFollower } from './follow.ts'
import { describeKeys, listenToKeys } from './keys.ts'
import { readOptions, type StartOptions } from './options.ts'
import { renderOutput } from './output.ts'
import { checkPortsOf, checkProject, checkState } from './preflight.ts'
import { readInventory, type ArchitectInventory } from './preflight/inventory.ts'
import { createSandbox } from './sandbox.ts'
import { setSandboxEnv } from './sandbox-env.ts'
import { createBuildReport, renderProblems, renderScreen } from './screen.ts'
import { installTrace } from './trace/install.ts'
import { startWatcher, type Watcher } from './watcher.ts'

/** The exit code with which boot.mjs starts us again. */
const again = 75
const isSupervised = Boolean(process.send)
const began = performance.now()
const cwd = process.cwd()

const options = readOptions()
if ('text' in options) {
  console.log(options.text)
  process.exitCode = options.code
} else {
  prepare(options)
  await start(options)
}

function prepare({ port, state }: StartOptions): void {
  installClock({ stateDir: state })
  process.env['PLUGBOARD_PORT'] = String(port)
  process.env['PLUGBOARD_STATE'] = state
  process.env['ARC_ENV'] = 'testing'
  // Functions reach nothing but the local cloud, and nobody looks for keys elsewhere.
  process.env['AWS_ACCESS_KEY_ID'] ??= 'local'
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'local'
  // Every part of Architect looks here before it prints, or hides the cursor.
  process.env['ARC_QUIET'] = 'true'
  setSandboxEnv(getPorts())
}

async function start({ port, state, quiet, ...warm }: StartOptions): Promise<void> {
  const inventory = await preflight(state)
  if (!inventory) return

  renderOutput({ isQuiet: quiet })
  installTrace()
  let cloud: LocalCloud | undefined
  onReady((ready) => {
    cloud = ready
  })

  const sandbox = createSandbox({ cwd, port, ...warm })
  const isQuiet = () => quiet || sandbox.isStarting()
  builder.onBuilt(createBuildReport((line) => console.log(line), { isQuiet }))
  let watcher: Watcher | undefined
  let isEnding = false

  async function end(code: number): Promise<void> {
    if (isEnding) return
    isEnding = true
    setTimeout(() => process.exit(code || 1), 6000).unref()
    // Whatever has not started yet need not end.
    await watcher?.close()
    await sandbox.end().catch(() => {})
    await endLocal().catch(() => {})
    sandbox.stopInstances()
    process.exit(code)
  }

  function show(): void {
    if (quiet) return console.log(`http://localhost:${port}`)
    console.log('')
    console.log(renderScreen(cloud!, { version: readVersion(), keys: keys(), began }))
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end(0))
  }
  process.on('disconnect', () => void end(0))
  const restart = isSupervised ? () => void end(again) : undefined
  const follow = createFollower({ cwd, sandbox, restart, quiet })
  // What changes while all starts is followed as soon as it has.
  const started = Promise.withResolvers<void>()
  try {
    const watching = startWatcher(cwd, async (changes) => {
      await started.promise
      await follow(changes)
    })
    ;[watcher] = await Promise.all([watching, sandbox.start(inventory)])
  } catch (error) {
    console.error(renderProblems([(error as Error).message.split('\n')[0]!]))
    return end(1)
  }
  show()
  started.resolve()

  listenToKeys({
    site: `http://localhost:${port}`,
    schedules: () => cloud!.schedules,
    restart,
    quit: () => void end(0),
    clear() {
      console.clear()
      show()
    },
  })
}

async function preflight(state: string): Promise<ArchitectInventory | undefined> {
  const { inventory, problems } = await readInventory(cwd)
  const all = inventory
    ? [
        ...checkState(state, getPorts()),
        ...checkProject(inventory.inv),
        ...(await checkPortsOf(inventory.inv, getPorts())),
      ]
    : problems
  if (all.length === 0) return inventory

  console.error(renderProblems(all))
  if (process.env['PLUGBOARD_RESTARTED']) {
    // Who was up already waits for the mending.
    console.log('Waiting for a change.')
    await startWatcher(cwd, async () => process.exit(again))
  } else process.exitCode = 1
  return undefined
}

function keys(): string {
  return describeKeys({ canRestart: isSupervised })
}

function readVersion(): string {
  return readPackage(cwd).version
}
