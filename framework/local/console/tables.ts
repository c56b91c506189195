/**
 * Tables as the console shows and changes them, through the local DynamoDB endpoint.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import type { Table, TableIndex } from '../../manifest.ts'
import { local } from '../../plugin/names.ts'
import { requestDatabase } from '../database/request.ts'
import { toItem, toJson, type Item } from './attributes.ts'

/** What a person asks a table for; without `partition` all rows come, in no order. */
export interface RowQuery {
  index?: string | undefined
  partition?: string | undefined
  /** The sort key, or how it begins. */
  sort?: string | undefined
  cursor?: string | undefined
}

type Row = { [name: string]: unknown }
type Key = Pick<Table, 'partitionKey' | 'partitionKeyType' | 'sortKey' | 'sortKeyType'>

/** Problems that the person at the console can mend. */
export class TableProblem extends Error {
  override readonly name = 'TableProblem'
}

const pageSize = 50

export type Tables = ReturnType<typeof openTables>

/** The tables of one project. */
export function openTables(options: {
  endpoint: string
  app: string
  tables: readonly Table[]
  indexes: readonly TableIndex[]
}) {
  const { endpoint, app, tables, indexes } = options
  const call = async <T>(action: string, body: object) =>
    (await requestDatabase(endpoint, action, body)) as T

  function requireTable(name: string): Table {
    const found = tables.find((table) => table.name === name)
    if (!found) throw new TableProblem(`There is no table "${name}" in app.arc.`)
    return found
  }
  const physical = (name: string) => local.table(app, requireTable(name).name)

  async function get(name: string, row: Row): Promise<Row | undefined> {
    const { Item } = await call<{ Item?: Item }>('GetItem', {
      TableName: physical(name),
      Key: toKey(requireTable(name), row),
      ConsistentRead: true,
    })
    return Item && toJson(Item)
  }

  return {
    /** Every table with its keys and its number of rows, as far as one page of a count reaches. */
    async list() {
      const all = tables.map(async (table) => {
        const { name, partitionKey, sortKey, ttl } = table
        const { Count, LastEvaluatedKey } = await call<{
          Count: number
          LastEvaluatedKey?: object
        }>('Scan', { TableName: physical(name), Select: 'COUNT', Limit: 1000 })
        return {
          name,
          partitionKey,
          sortKey,
          ttl,
          count: LastEvaluatedKey ? `${Count}+` : String(Count),
          indexes: indexes
            .filter((index) => index.name === name)
            .map((index) => ({
              name: indexName(index),
              partitionKey: index.partitionKey,
              sortKey: index.sortKey,
            })),
        }
      })
      return Promise.all(all)
    },

    async query(name: string, { index, partition, sort, cursor }: RowQuery) {
      const key: Key = index
        ? (indexes.find((it) => it.name === name && indexName(it) === index) ??
          fail(`The table ${name} has no index "${index}".`))
        : requireTable(name)
      const body = {
        TableName: physical(name),
        Limit: pageSize,
        ...(index && { IndexName: index }),
        ...(cursor && { ExclusiveStartKey: JSON.parse(cursor) as Item }),
        ...(partition && toCondition(key, partition, sort)),
      }
      const { Items = [], LastEvaluatedKey } = await call<{
        Items?: Item[]
        LastEvaluatedKey?: Item
      }>(partition ? 'Query' : 'Scan', body)
      return {
        items: Items.map(toJson),
        ...(LastEvaluatedKey && { cursor: JSON.stringify(LastEvaluatedKey) }),
      }
    },

    /** The whole row: an index may hold a part of it. */
    get,

    /**
     * Writes a row.
     *
     * @param before - the row as it was read; nothing for a new one
     * @throws TableProblem when it has changed meanwhile, or is there already
     */
    async save(name: string, item: Row, before?: Row): Promise<void> {
      const table = requireTable(name)
      const key = toKey(table, item)
      if (before && !isDeepStrictEqual(key, toKey(table, before))) {
        fail('The key of a row cannot be changed. Add a new row, then delete this one.')
      }
      const stored = await get(name, item)
      if (!before && stored) fail('There is a row with this key already.')
      if (before && !stored) fail('The row has been deleted meanwhile.')
      if (before && !isDeepStrictEqual(stored, before)) {
        fail('The row has changed meanwhile. Open it again to see what it is now.')
      }
      await call('PutItem', { TableName: physical(name), Item: toItem(item) })
    },

    async remove(name: string, row: Row): Promise<void> {
      await call('DeleteItem', { TableName: physical(name), Key: toKey(requireTable(name), row) })
    },
  }
}

function toKey({ partitionKey, sortKey }: Key, row: Row): Item {
  const names = [partitionKey, ...(sortKey ? [sortKey] : [])]
  const missing = names.filter((name) => row[name] === undefined || row[name] === '')
  if (missing.length > 0) fail(`A row of this table needs ${missing.join(' and ')}.`)
  return toItem(Object.fromEntries(names.map((name) => [name, row[name]])))
}

function toCondition(key: Key, partition: string, sort: string | undefined) {
  const { partitionKey, partitionKeyType, sortKey, sortKeyType } = key
  const isSorted = Boolean(sort && sortKey)
  const isNumber = sortKeyType === 'Number'
  const sortCondition = isNumber ? '#s = :s' : 'begins_with(#s, :s)'
  return {
    KeyConditionExpression: isSorted ? `#p = :p AND ${sortCondition}` : '#p = :p',
    ExpressionAttributeNames: { '#p': partitionKey, ...(isSorted && { '#s': sortKey }) },
    ExpressionAttributeValues: {
      ':p': { [partitionKeyType === 'Number' ? 'N' : 'S']: partition },
      ...(isSorted && { ':s': { [isNumber ? 'N' : 'S']: sort } }),
    },
  }
}

// Architect's own name for an index that app.arc gives none.
function indexName({ indexName: given, partitionKey, sortKey }: TableIndex): string {
  return given ?? `${partitionKey}${sortKey ? `-${sortKey}` : ''}-index`
}

function fail(message: string): never {
  throw new TableProblem(message)
}
