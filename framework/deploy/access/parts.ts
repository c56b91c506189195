/**
 * All that a project has, by name: what functions may use some of.
 *
 * @module
 */
import { kernelEnv, type EnvDeclaration } from '../../env.ts'
import { listBuckets, listServices, listTopics, type Inventory } from '../../manifest.ts'
import { envName } from '../../plugin/names.ts'

export interface Parts {
  tables: readonly string[]
  /** By table. */
  indexes: Readonly<Record<string, readonly string[]>>
  topics: readonly string[]
  queues: readonly string[]
  buckets: readonly string[]
  /** Environment variables: those of the parts above, those that somebody declares or that are set. */
  variables: ReadonlySet<string>
}

export function listParts(inv: Inventory): Parts {
  const named = {
    TABLE: (inv.tables ?? []).map(({ name }) => name),
    TOPIC: listTopics(inv).map(({ name }) => name),
    QUEUE: (inv.queues ?? []).map(({ name }) => name),
    BUCKET: listBuckets(inv).map(({ name }) => name),
  }
  const kinds = ['TABLE', 'TOPIC', 'QUEUE', 'BUCKET'] as const
  const resources = kinds.flatMap((kind) => named[kind].map((name) => envName(kind, name)))
  const set = Object.values(inv._project.env.aws ?? {}).flatMap((it) => Object.keys(it ?? {}))
  return {
    tables: named.TABLE,
    indexes: listIndexes(inv),
    topics: named.TOPIC,
    queues: named.QUEUE,
    buckets: named.BUCKET,
    variables: new Set([...Object.keys(listDeclared(inv)), ...set, ...resources]),
  }
}

/** The variables that the kernel and the services declare. */
export function listDeclared(inv: Pick<Inventory, 'plugins'>): EnvDeclaration {
  return Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env)) as EnvDeclaration
}

function listIndexes(inv: Inventory): Record<string, string[]> {
  const byTable = Object.groupBy(inv['tables-indexes'] ?? [], ({ name }) => name)
  return Object.fromEntries(
    Object.entries(byTable).map(([name, indexes = []]) => [name, indexes.map(toIndexName)]),
  )
}

// As Architect names those that have no name of their own.
function toIndexName(index: NonNullable<Inventory['tables-indexes']>[number]): string {
  const { indexName, partitionKey, sortKey } = index
  return indexName || `${partitionKey}${sortKey ? `-${sortKey}` : ''}-index`
}
