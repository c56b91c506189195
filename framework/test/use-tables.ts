/**
 * A database of its own for the tests of one file: in memory, on a free port.
 *
 * @module
 */
import { afterAll, beforeAll } from 'vitest'
import { createTables, startDatabase, type Database } from '../local/database.ts'
import type { Table, TableIndex } from '../manifest.ts'

/** `partition`, `sort` and `ttl` attributes; indexes by their name. */
export interface TestTable {
  key: [partition: string, sort?: string]
  ttl?: string
  indexes?: Record<string, [partition: string, sort?: string]>
}

/** The kernel's own table. */
export const keysTable: Record<string, TestTable> = {
  'plugboard-keys': { key: ['id'], ttl: 'expiresAt' },
}

/** Starts the database before the tests, with these tables, and stops it after them. */
export function useTables(tables: Record<string, TestTable>): { endpoint: string } {
  const running: Partial<Database> & { endpoint: string } = { endpoint: '' }

  beforeAll(async () => {
    Object.assign(running, await startDatabase({ port: 0 }))
    await createTables(running.endpoint, toInventory(tables))
    process.env['AWS_ENDPOINT_URL_DYNAMODB'] = running.endpoint
    for (const name of Object.keys(tables)) {
      const variable = `TABLE_${name.toUpperCase().replaceAll('-', '_')}`
      process.env[variable] = `plugboard-staging-${name}`
    }
  })
  afterAll(() => running.stop?.())
  return running
}

export function toInventory(tables: Record<string, TestTable>) {
  const entries = Object.entries(tables)
  return {
    app: 'plugboard',
    tables: entries.map(([name, { key, ttl }]): Table => ({
      name,
      ...toKeys(key),
      ttl: ttl ?? null,
    })),
    'tables-indexes': entries.flatMap(([name, { indexes = {} }]) =>
      Object.entries(indexes).map(([indexName, key]): TableIndex => ({
        name,
        indexName,
        ...toKeys(key),
        projectionType: 'ALL',
        projectionAttributes: null,
      })),
    ),
  }
}

function toKeys([partitionKey, sortKey]: [string, string?]) {
  return {
    partitionKey,
    partitionKeyType: 'String',
    sortKey: sortKey ?? null,
    sortKeyType: sortKey ? 'String' : null,
  }
}
