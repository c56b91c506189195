/**
 * The local cloud behind `arc sandbox`: database, delivery, schedules and the services' twins.
 *
 * It outlives the sandbox's own restarts, so that neither data nor ports change when `app.arc` does.
 *
 * @module
 */
import { join } from 'node:path'
import { listLambdas, listQueues, listTopics, type Inventory } from '../manifest.ts'
import type { Ports } from '../plugin/ports.ts'
import type { Link, ServiceDefinition } from '../service.ts'
import { clock, describeClock } from './clock.ts'
import { startConsole, type Console } from './console/server.ts'
import type { ConsoleSources } from './console/sources.ts'
import { createTables, startDatabase, type Database } from './database.ts'
import {
  createDelivery,
  replaceArcEvents,
  type Delivery,
  type DeliveryPlan,
  type Invoke,
} from './delivery.ts'
import { faults } from './faults.ts'
import { findRunning, lockState } from './lock.ts'
import { startSchedules, type Schedules } from './schedules.ts'
import { runSeed } from './seed.ts'
import { startStorage, toStoragePlan, type Storage } from './storage.ts'
import { startStreams, toStreamSources, type Streams } from './streams/streams.ts'
import { isTracing, trace } from './trace/install.ts'
import { startExpiry, toExpiringTables, type Expiry } from './ttl.ts'
import { startTwins, type Twins } from './twins.ts'

/** The running local cloud, as others see it. */
export interface LocalCloud {
  ports: Ports
  stateDir: string
  services: readonly ServiceDefinition[]
  database: Pick<Database, 'engine' | 'missing'>
  /** What the plugged-in services and their twins offer to look at. */
  links: Link[]
  schedules: Pick<Schedules, 'list' | 'run'>
}

interface State {
  ports: Ports
  stateDir: string
  services: readonly ServiceDefinition[]
  database: Database
  delivery: Delivery
  storage: Storage
  twins: Twins
  schedules?: Schedules
  streams?: Streams
  expiry?: Expiry
  console?: Console
  inventory?: Inventory
  isSeeded: boolean
}

let state: State | undefined

/**
 * Starts all but the schedules, or after a restart of the sandbox only what is new. Messages wait
 * until `afterStart`.
 *
 * @throws Error in one line, when a port is taken or another process uses the state folder.
 */
export async function startLocal(options: {
  inventory: Inventory
  ports: Ports
  services: readonly ServiceDefinition[]
  /** Default: `PLUGBOARD_STATE`, or `.plugboard`. */
  stateDir?: string
}): Promise<void> {
  const { inventory, ports, services, stateDir = getStateDir() } = options
  state ??= await open({ ports, stateDir })
  state.services = services
  state.inventory = inventory
  faults.learn({ functions: listLambdas(inventory).map((it) => `@${it.pragma} ${it.name}`) })

  await createTables(state.database.endpoint, inventory)
  await state.delivery.prepare(toPlan(inventory))
  await state.storage.prepare(toStoragePlan(inventory))
  replaceArcEvents(state.delivery)
  await state.twins.follow(services, inventory._project.env.local?.['testing'] ?? {})
}

/** Lets messages and schedules reach the functions, once the sandbox can invoke them. */
export async function afterStart(options: { inventory: Inventory; invoke: Invoke }): Promise<void> {
  const { inventory, invoke } = options
  if (!state) throw new Error('The local cloud is not running.')

  await state.delivery.resume({ ...toPlan(inventory), invoke })
  state.schedules?.stop()
  await stopWatching(state)
  const { stateDir, database } = state
  const { endpoint } = database
  state.schedules = startSchedules(inventory.scheduled ?? [], { invoke, log: say, stateDir })
  const sources = toStreamSources(inventory)
  state.streams = startStreams({ endpoint, sources, invoke, stateDir, log: say })
  const onExpire = state.streams.markExpired
  state.expiry = startExpiry({ endpoint, tables: toExpiringTables(inventory), onExpire, log: say })
  if (isTracing()) {
    const { console: port } = state.ports
    state.console ??= await startConsole({ port, trace, clock, faults, sources: toSources })
  }
  if (!state.isSeeded) {
    state.isSeeded = true
    await runSeed(inventory._project.cwd, say)
  }
  listener(describe(state.schedules, state))
}

let listener = sayPlainly

/** Sets who is told when all is up; by default one line is printed. */
export function onReady(listen: (cloud: LocalCloud) => void): void {
  listener = listen
}

/** Holds messages and schedules back: the sandbox restarts, or ends. */
export async function stopLocal(): Promise<void> {
  state?.schedules?.stop()
  await Promise.all([state?.delivery.pause(), stopWatching(state)])
}

async function stopWatching(running: State | undefined): Promise<void> {
  // First what tells the streams what it deletes.
  await running?.expiry?.stop()
  await running?.streams?.stop()
}

/** Stops everything, for good. */
export async function endLocal(): Promise<void> {
  const ending = state
  state = undefined
  ending?.schedules?.stop()
  await stopWatching(ending)
  await Promise.all([ending?.console?.stop(), ending?.storage.stop(), ending?.twins.stop()])
  await ending?.delivery.stop()
  await ending?.database.stop()
}

function describe(schedules: Schedules, running: State): LocalCloud {
  const { ports, stateDir, services, database, twins } = running
  const own = services.flatMap(({ links }) => links ?? [])
  const seen = running.console ? [{ label: 'Console', href: running.console.url }] : []
  const links = [...own, ...twins.links(), ...seen]
  return { ports, stateDir, services, database, schedules, links }
}

/** Where the local cloud keeps what must survive it. */
export function getStateDir(): string {
  return process.env['PLUGBOARD_STATE'] ?? '.plugboard'
}

async function open({ ports, stateDir }: { ports: Ports; stateDir: string }): Promise<State> {
  const other = findRunning(stateDir)
  if (other) {
    throw new Error(
      `${stateDir} is in use by http://localhost:${other.port} (process ${other.pid}). ` +
        `Stop that, or: npm start -- --port ${ports.site + 100} --state ${stateDir}-2`,
    )
  }
  lockState(stateDir, ports.site)
  faults.open({ stateDir, log: say })
  const clockText = describeClock()
  if (clockText) {
    say(
      `The clock is ${clockText}. The console of npm start sets it back, and so does npm run reset.`,
    )
  }
  const path = join(stateDir, 'database', 'tables.db')
  const database = await startDatabase({ port: ports.database, path, log: say })
  const plan: DeliveryPlan = { topics: [], queues: [], invoke: notYet }
  const delivery = await createDelivery({ port: ports.delivery, log: say, stateDir, ...plan })
  const { send } = delivery
  const storage = await startStorage({ port: ports.storage, stateDir, send, log: say })
  const twins = startTwins({ firstPort: ports.twins, stateDir, log: say })
  return { ports, stateDir, services: [], database, delivery, storage, twins, isSeeded: false }
}

function toSources(): ConsoleSources {
  if (!state?.schedules || !state.streams || !state.inventory) {
    throw new Error('The local cloud is starting.')
  }
  const { ports, inventory, services, twins, database, schedules, delivery, streams } = state
  const { storage } = state
  const links = twins.links()
  return {
    ports,
    inventory,
    services,
    links,
    database,
    schedules,
    delivery,
    streams,
    twins,
    storage,
  }
}

function toPlan(inventory: Inventory): Omit<DeliveryPlan, 'invoke'> {
  return { topics: listTopics(inventory), queues: listQueues(inventory) }
}

async function notYet(): Promise<never> {
  throw new Error('The sandbox is not ready.')
}

function sayPlainly({ links }: LocalCloud): void {
  const seen = links.filter(({ href }) => href.startsWith('http'))
  const list = seen.map(({ label, href }) => ` ${label}: ${href}.`).join('')
  say(
    `Plugboard: tables, events, queues, schedules and twins run.${list} ` +
      'Functions start cold here; for warm ones, readable logs, keys and clear errors: npm start',
  )
}

function say(line: string): void {
  console.log(line)
}
