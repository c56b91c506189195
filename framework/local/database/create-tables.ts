/**
 * The tables of `app.arc` in the local database.
 *
 * @module
 */
import type { Inventory, Table, TableIndex } from '../../manifest.ts'
import { local } from '../../plugin/names.ts'
import { requestDatabase } from './request.ts'

/** The parts of Architect's inventory that tell of tables. */
export type TableInventory = Pick<Inventory, 'app' | 'tables'> &
  Partial<Pick<Inventory, 'tables-indexes' | 'tables-streams'>>

type Keys = Pick<Table, 'partitionKey' | 'partitionKeyType' | 'sortKey' | 'sortKeyType'>

interface Description {
  KeySchema: { AttributeName: string; KeyType: string }[]
  GlobalSecondaryIndexes?: { IndexName: string }[]
  StreamSpecification?: { StreamEnabled: boolean }
}

/**
 * Makes the tables that are missing, and what is missing on those that are there: indexes, streams
 * and expiry.
 *
 * @throws Error when a table is there with other keys.
 */
export async function createTables(endpoint: string, inv: TableInventory): Promise<void> {
  const streams = new Set(inv['tables-streams']?.map(({ table }) => table))
  const all = inv['tables-indexes'] ?? []

  for (const table of inv.tables ?? []) {
    const indexes = all.filter(({ name }) => name === table.name)
    await ensureTable(endpoint, {
      table,
      indexes,
      name: local.table(inv.app, table.name),
      stream: streams.has(table.name),
    })
  }
}

const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }
const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }

interface Plan {
  name: string
  table: Table
  indexes: TableIndex[]
  stream: boolean
}

async function ensureTable(endpoint: string, plan: Plan) {
  const found = await findTable(endpoint, plan.name)
  if (found) return updateTable(endpoint, plan, found)

  const { name, table, indexes, stream } = plan
  await requestDatabase(endpoint, 'CreateTable', {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: toDefinitions([table, ...indexes]),
    KeySchema: toKeySchema(table),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(toIndex) }),
    ...(stream && { StreamSpecification }),
  })
  if (table.ttl) await enableExpiry(endpoint, name, table.ttl)
}

async function findTable(endpoint: string, name: string): Promise<Description | undefined> {
  try {
    const answer = await requestDatabase(endpoint, 'DescribeTable', { TableName: name })
    return (answer as { Table: Description }).Table
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function updateTable(endpoint: string, plan: Plan, found: Description) {
  const { name, table, indexes, stream } = plan
  if (JSON.stringify(toKeySchema(table)) !== JSON.stringify(found.KeySchema)) {
    throw new Error(
      `[database] the table ${table.name} has other keys in app.arc than in the local database. ` +
        'A key cannot be changed: run npm run reset, which empties the local data.',
    )
  }
  const known = new Set(found.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
  for (const index of indexes) {
    if (known.has(indexName(index))) continue
    await requestDatabase(endpoint, 'UpdateTable', {
      TableName: name,
      AttributeDefinitions: toDefinitions([table, ...indexes]),
      // dynalite insists on a throughput, and ignores it.
      GlobalSecondaryIndexUpdates: [{ Create: { ...toIndex(index), ProvisionedThroughput } }],
    })
  }
  if (stream && !found.StreamSpecification?.StreamEnabled) {
    await requestDatabase(endpoint, 'UpdateTable', { TableName: name, StreamSpecification })
  }
  if (table.ttl) await enableExpiry(endpoint, name, table.ttl)
}

// dynalite does not know it; the local cloud's own sweep does not need it.
async function enableExpiry(endpoint: string, name: string, attribute: string) {
  try {
    await requestDatabase(endpoint, 'UpdateTimeToLive', {
      TableName: name,
      TimeToLiveSpecification: { Enabled: true, AttributeName: attribute },
    })
  } catch (error) {
    const { name: code, message } = error as Error
    // A table that is there may have it already.
    if (code !== 'UnknownOperationException' && !/already enabled/i.test(message)) throw error
  }
}

function toKeySchema({ partitionKey, sortKey }: Keys) {
  return [
    { AttributeName: partitionKey, KeyType: 'HASH' },
    ...(sortKey ? [{ AttributeName: sortKey, KeyType: 'RANGE' }] : []),
  ]
}

function toDefinitions(parts: readonly Keys[]) {
  const types = parts.flatMap(({ partitionKey, partitionKeyType, sortKey, sortKeyType }) => [
    [partitionKey, partitionKeyType] as const,
    ...(sortKey ? [[sortKey, sortKeyType ?? 'String'] as const] : []),
  ])
  return [...new Map(types)].map(([AttributeName, type]) => ({
    AttributeName,
    AttributeType: type === 'Number' ? 'N' : 'S',
  }))
}

function toIndex(index: TableIndex) {
  const { projectionType, projectionAttributes } = index
  return {
    IndexName: indexName(index),
    KeySchema: toKeySchema(index),
    Projection: {
      ProjectionType: projectionType ?? 'ALL',
      ...(projectionAttributes && { NonKeyAttributes: projectionAttributes }),
    },
  }
}

// Architect's own name for an index that app.arc gives none.
function indexName({ indexName, partitionKey, sortKey }: TableIndex): string {
  return indexName ?? `${partitionKey}${sortKey ? `-${sortKey}` : ''}-index`
}
