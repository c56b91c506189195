/**
 * Tables: typed items in DynamoDB, with conditions, transactions, versions, cursors and expiry.
 *
 * @module
 */
import {
  toCheck,
  toCreate,
  toDelete,
  toOverwrite,
  toSave,
  toUpdate,
  type Write,
  type WriteChanges,
} from './tables/operations.ts'
import { getItem, getItems, getPage, type PageOptions } from './tables/read.ts'
import type { Item, Shape } from './tables/shape.ts'
import { toOperation } from './tables/transact.ts'
import type { KeyName, Table, TableOptions } from './tables/types.ts'
import { overwrite, update, write } from './tables/write.ts'

export { eachOf } from './tables/each-of.ts'
export { isConflict, unlessConflict } from './tables/errors.ts'
export { transact } from './tables/transact.ts'
export type * from './tables/types.ts'

/**
 * Declares a table of `app.arc`, or of a service, for items of type `T`.
 *
 * @example
 * const articles = defineTable<Article, 'slug'>('articles', {
 *   key: ['slug'],
 *   indexes: { byStatus: ['status', 'publishedAt'] },
 *   version: true,
 * })
 */
export function defineTable<T extends object, K extends KeyName<T> = KeyName<T>>(
  name: string,
  options: TableOptions<T, K>,
): Table<T, K> {
  const { key, indexes = {}, version = false, ttl } = options
  const shape: Shape = { name, key, indexes, version, ...(ttl && { ttl }) }
  return createTable(shape) as unknown as Table<T, K>
}

type If = { if?: object | readonly object[] }

/** The same, for items whose type is forgotten: the types are checked at the door above. */
function createTable(shape: Shape) {
  const put = async (planned: Write) => {
    await write(shape, planned)
    return planned.item!
  }
  return {
    name: shape.name,
    get: (key: Item, { consistent = false } = {}) => getItem(shape, key, consistent),
    getMany: (keys: Item[], { consistent = false } = {}) => getItems(shape, keys, consistent),
    create: async (item: Item) => put(toCreate(shape, item)),
    put: (item: Item) => overwrite(shape, item),
    save: async (item: Item) => put(toSave(shape, item)),
    update: (key: Item, changes: WriteChanges) => update(shape, key, changes),
    async delete(key: Item, options: If = {}) {
      await write(shape, toDelete(shape, key, options.if))
    },
    query: (options: PageOptions) => getPage(shape, options),
    scan: ({ cursor, limit, scope }: PageOptions = {}) =>
      getPage(shape, { cursor, scope, ...(limit !== undefined && { limit }) }),
    ops: createOperations(shape),
  }
}

function createOperations(shape: Shape) {
  return {
    create: (item: Item) => toOperation(toCreate(shape, item)),
    put(item: Item) {
      if (shape.version && item['version'] === undefined) {
        throw new Error(`[${shape.name}] put in a transaction needs a version: create or save it.`)
      }
      return toOperation(toOverwrite(shape, item))
    },
    save: (item: Item) => toOperation(toSave(shape, item)),
    update: (key: Item, changes: WriteChanges) => toOperation(toUpdate(shape, key, changes)),
    delete: (key: Item, options: If = {}) => toOperation(toDelete(shape, key, options.if)),
    check: (key: Item, condition: object) => toOperation(toCheck(shape, key, condition)),
  }
}
