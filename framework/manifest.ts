/**
 * What `app.arc` and the services it plugs in add up to.
 *
 * Loaded by `arc`, by the build and by tests; never part of a bundle.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { readBuckets, type Bucket } from './plugin/buckets.ts'
import { listDeclaredQueues } from './plugin/pragmas.ts'
import { subscriberName } from './plugin/setters.ts'
import type { Service, ServiceDefinition } from './service.ts'

/** One function, as Architect's inventory describes it. */
export interface Lambda {
  name: string
  pragma: 'http' | 'events' | 'queues' | 'scheduled' | 'tables-streams' | 'ws'
  src: string
  build: string
  handlerFile: string
  method?: string
  path?: string
  fifo?: boolean
  batchSize?: number
  batchWindow?: number
  rate?: { expression: string } | null
  cron?: { expression: string } | null
  timezone?: string | null
  table?: string
  arcStaticAssetProxy?: boolean
  config: {
    timeout: number
    memory: number
    runtime: string
    architecture?: 'arm64' | 'x86_64'
    /** Instances at most. */
    concurrency?: number | 'unthrottled'
  }
  _plugin?: string
}

/** A table as Architect's inventory describes it. */
export interface Table {
  name: string
  partitionKey: string
  partitionKeyType: string
  sortKey: string | null
  sortKeyType: string | null
  ttl: string | null
  /** A KMS key's ARN; false for DynamoDB's own key; null where `app.arc` does not say. */
  encrypt?: string | boolean | null
  /** Whether it can be restored to any second, as `app.arc` says; null where it does not. */
  pitr?: boolean | null
  PointInTimeRecovery?: boolean
}

/** A global secondary index as Architect's inventory describes it. */
export interface TableIndex extends Omit<
  Table,
  'ttl' | 'encrypt' | 'pitr' | 'PointInTimeRecovery'
> {
  indexName: string | null
  projectionType: string
  projectionAttributes: string[] | null
}

/** The parts of Architect's inventory (`inv`) that we read. */
export interface Inventory {
  app: string
  aws: { region?: string; profile?: string }
  _arc: { deployStage: string | null }
  http: Lambda[] | null
  events: Lambda[] | null
  queues: Lambda[] | null
  scheduled: Lambda[] | null
  'tables-streams': Lambda[] | null
  tables: Table[] | null
  'tables-indexes': TableIndex[] | null
  static: { folder: string; prefix: string | null } | false | null
  plugins: (Record<string, unknown> & { _methods: unknown }) | null
  _project: {
    cwd: string
    arc: Record<string, unknown[]>
    env: {
      local: Record<string, Record<string, string>> | null
      aws: Record<string, Record<string, string>> | null
    }
    preferences?: { env?: { testing?: Record<string, string> | null } } | null
  }
}

const architect = createRequire(import.meta.url)('@architect/inventory') as (options: {
  cwd: string
}) => Promise<{ inv: Inventory }>

/**
 * Reads the manifest of the project in `cwd`, its services included.
 *
 * @throws Error with all that Architect finds wrong.
 */
export async function readManifest(cwd: string = process.cwd()): Promise<Inventory> {
  const { inv } = await architect({ cwd })
  return inv
}

/** The plugged-in services, in the order of `app.arc`. */
export function listServices(inv: Pick<Inventory, 'plugins'>): ServiceDefinition[] {
  return Object.values(inv.plugins ?? {}).flatMap((plugin) => {
    const definition = (plugin as Partial<Service> | null)?.definition
    return typeof definition === 'function' ? [definition()] : []
  })
}

/**
 * What `app.arc` says under these pragmas, by name: `@payments` with a line `currency eur`. A line with
 * several values is a list of them.
 */
export function readOptions(
  inv: Pick<Inventory, '_project'>,
  pragmas: readonly string[],
): Record<string, Record<string, unknown>> {
  const found = pragmas.flatMap((name) => {
    const lines = inv._project.arc[name]
    return lines ? [[name, Object.fromEntries((lines as unknown[][]).map(toOption))]] : []
  })
  return Object.fromEntries(found) as Record<string, Record<string, unknown>>
}

/** `types image/png image/gif` has more than one value. */
function toOption([name, ...values]: unknown[]): [string, unknown] {
  return [String(name), values.length > 1 ? values : values[0]]
}

/** Every function of the project, our static file proxy excepted. */
export function listLambdas(inv: Inventory): Lambda[] {
  const pragmas = ['http', 'events', 'queues', 'scheduled', 'tables-streams'] as const
  return pragmas
    .flatMap((pragma) => (pragma === 'queues' ? listQueues(inv) : (inv[pragma] ?? [])))
    .filter((it) => !it.arcStaticAssetProxy)
}

/** The project's buckets, those of its services included. */
export function listBuckets(inv: Pick<Inventory, '_project' | 'plugins'>): Bucket[] {
  return readBuckets({ arc: inv._project.arc, services: listServices(inv) })
}

/**
 * The project's queues: standard unless FIFO is asked for, which Architect has the other way round.
 */
export function listQueues(inv: Pick<Inventory, '_project' | 'plugins' | 'queues'>): Lambda[] {
  const declared = listDeclaredQueues(inv._project.arc, listServices(inv))
  return (inv.queues ?? []).map((queue) => {
    const { fifo = queue.fifo } = declared.find(({ name }) => name === queue.name) ?? {}
    return fifo === queue.fifo ? queue : { ...queue, fifo: Boolean(fifo) }
  })
}

/** A topic and the functions that hear it: its own, then those of services that listen `on` it. */
export interface Topic {
  name: string
  subscribers: string[]
}

/**
 * The project's topics. A service's listener is no topic of its own, though Architect lists it
 * under @events; one that listens to a topic nobody declares hears nothing.
 */
export function listTopics(inv: Pick<Inventory, 'events' | 'plugins'>): Topic[] {
  const listeners = listServices(inv).flatMap(({ name, on = [] }) =>
    on.map((topic) => ({ topic, name: subscriberName(name, topic) })),
  )
  const isListener = (name: string) => listeners.some((it) => it.name === name)

  return (inv.events ?? [])
    .filter(({ name }) => !isListener(name))
    .map(({ name }) => ({
      name,
      subscribers: [name, ...listeners.filter((it) => it.topic === name).map((it) => it.name)],
    }))
}
