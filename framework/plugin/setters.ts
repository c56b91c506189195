/**
 * A service's definition in the words of an Architect plugin.
 *
 * @see https://arc.codes/docs/en/guides/plugins/primitives
 * @module
 */
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import type { ServiceDefinition } from '../service.ts'
import { findRoot } from './root.ts'

const { getLambdaName } = createRequire(import.meta.url)('@architect/utils') as {
  getLambdaName: (path: string) => string
}

type Item = Record<string, unknown>
type Setter = (context: {
  arc: Record<string, unknown>
  inventory: { inv: { _project: { cwd: string } } }
}) => Item[]

/** What Architect expects of a plugin, as far as services use it. */
export interface ArchitectPlugin {
  set: Record<string, Setter>
}

/**
 * The setters of one service. Each is a fresh function, because Architect writes the plugin's name
 * onto it, and is there only if the service has such parts.
 */
export function toArchitectPlugin(definition: ServiceDefinition): ArchitectPlugin {
  const { http, events, on, queues, scheduled, tables } = definition
  const toSource =
    ({ inventory: { inv } }: Parameters<Setter>[0]) =>
    (pragma: string, name: string) =>
      fromFolder(inv._project.cwd, join(definition.dir, pragma, name))

  const set: Record<string, Setter> = {}
  if (http) set['http'] = (context) => http.map((route) => toRoute(route, toSource(context)))
  if (events || on) {
    set['events'] = (context) => [
      ...(events ?? []).map((name) => ({ name, src: toSource(context)('events', name) })),
      ...(on ?? []).map((topic) => ({
        name: subscriberName(definition.name, topic),
        src: toSource(context)('on', topic),
      })),
    ]
  }
  if (queues) {
    set['queues'] = (context) =>
      Object.entries(queues).map(([name, { fifo = false, batchSize, batchWindow }]) => ({
        name,
        src: toSource(context)('queues', name),
        // Architect looks the behaviour up under the queue's own name, as in a manifest.
        [name]: { fifo, ...(batchSize && { batchSize }), ...(batchWindow && { batchWindow }) },
      }))
  }
  if (scheduled) {
    set['scheduled'] = (context) =>
      Object.entries(scheduled).map(([name, when]) => {
        const [, kind, expression] = /^(rate|cron)\((.+)\)$/.exec(when) ?? []
        return { name, src: toSource(context)('scheduled', name), [kind!]: expression }
      })
  }
  if (tables) Object.assign(set, toTables(tables, toSource))
  return { set }
}

/** The name of the function with which a service listens to a topic that is not its own. */
export function subscriberName(service: string, topic: string): string {
  return `${service}-on-${topic}`
}

// Architect puts the folder of bundles where this path begins with the app's. Not normalized, the path to
// a service beside the app leads from there to a place of its own.
function fromFolder(cwd: string, source: string): string {
  const isBeside = !source.startsWith(cwd + sep) && source.startsWith(findRoot(cwd) + sep)
  return isBeside ? `${cwd}${sep}${relative(cwd, source)}` : source
}

function toRoute(route: string, source: (pragma: string, name: string) => string) {
  const [method, path] = route.split(' ') as [string, string]
  return { method, path, src: source('http', `${method}${getLambdaName(path)}`) }
}

function toTables(
  tables: NonNullable<ServiceDefinition['tables']>,
  toSource: (context: Parameters<Setter>[0]) => (pragma: string, name: string) => string,
): Record<string, Setter> {
  const entries = Object.entries(tables)
  const streams = entries.filter(([, table]) => table.stream)
  const indexes = entries.flatMap(([name, table]) =>
    Object.entries(table.indexes ?? {}).map(([indexName, { keysOnly, ...keys }]) => ({
      name,
      indexName,
      ...toKeys(keys),
      ...(keysOnly && { projectionType: 'KEYS_ONLY', projectionAttributes: null }),
    })),
  )

  return {
    tables: () =>
      entries.map(([name, { ttl, ...keys }]) => ({ name, ...toKeys(keys), ...(ttl && { ttl }) })),
    ...(indexes.length > 0 && { 'tables-indexes': () => structuredClone(indexes) }),
    ...(streams.length > 0 && {
      'tables-streams': (context) =>
        streams.map(([name]) => ({
          name,
          table: name,
          src: toSource(context)('tables-streams', name),
        })),
    }),
  }
}

function toKeys({ partitionKey, sortKey }: { partitionKey: string; sortKey?: string }) {
  return {
    partitionKey,
    partitionKeyType: 'String',
    ...(sortKey && { sortKey, sortKeyType: 'String' }),
  }
}
