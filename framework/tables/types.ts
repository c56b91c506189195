/**
 * The types of a table: items, keys, conditions, pages, operations.
 *
 * @module
 */

/** What an attribute of an item may hold. `undefined` is dropped on writing. */
export type Attribute =
  | string
  | number
  | boolean
  | null
  | undefined
  | Uint8Array
  | Set<string>
  | Set<number>
  | readonly Attribute[]
  | { readonly [name: string]: Attribute }

/** The names of the attributes of `T` that can be a key. */
export type KeyName<T> = {
  [P in keyof T & string]-?: NonNullable<T[P]> extends string | number | Uint8Array ? P : never
}[keyof T & string]

/**
 * A key of `T`. Exact when the table was declared with its key names (`defineTable<T, 'slug'>`),
 * otherwise any of the attributes that could be one, checked when it is used.
 */
export type Key<T, K extends KeyName<T>> = [KeyName<T>] extends [K]
  ? { [P in KeyName<T>]?: NonNullable<T[P]> }
  : { [P in K]: NonNullable<T[P]> }

/** An item before its first write: the version is the table's to give. */
export type NewItem<T> = T extends { version: number }
  ? Omit<T, 'version'> & { version?: number }
  : T

/** A range of sort keys. */
export type Range<V> =
  | { beginsWith: V }
  | { gt: V }
  | { gte: V }
  | { lt: V }
  | { lte: V }
  | { between: readonly [from: V, to: V] }

/** The partition key by value, the sort key by value or range. */
export type Where<T> = {
  [P in KeyName<T>]?: NonNullable<T[P]> | Range<NonNullable<T[P]>>
}

/** What an attribute must be for a write to happen: a value, or one of these. */
export type Test<V> =
  | V
  | { exists: boolean }
  | { not: V }
  | { in: readonly V[] }
  | { contains: V extends readonly (infer E)[] | ReadonlySet<infer E> ? E : string }
  | Range<V>

/** Tests that must all hold. An array of conditions: at least one of them must. */
export type Condition<T> = { [P in keyof T]?: Test<NonNullable<T[P]>> }

/** What `update` changes. */
export interface Changes<T> {
  /** Attributes that get a new value. */
  set?: { [P in keyof T]?: T[P] }
  /** Numbers to add to (a missing attribute counts as 0), members to add to sets. */
  add?: {
    [P in keyof T]?: NonNullable<T[P]> extends number | Set<string> | Set<number> ? T[P] : never
  }
  /** Attributes to take away. */
  remove?: readonly (keyof T & string)[]
  /** Otherwise nothing is written and CONFLICT thrown. */
  if?: Condition<T> | readonly Condition<T>[]
}

/** How a table is declared. */
export interface TableOptions<T, K extends KeyName<T> = KeyName<T>> {
  /** The partition key, and the sort key where there is one. As in `app.arc`. */
  key: readonly [K] | readonly [K, K]
  /** The keys of its indexes, by the `name` given in `@tables-indexes`. */
  indexes?: Readonly<Record<string, readonly [KeyName<T>] | readonly [KeyName<T>, KeyName<T>]>>
  /** Keeps a `version` in each item, so that `save` notices what others wrote meanwhile. */
  version?: boolean
  /** The attribute with the expiry in seconds since 1970. Expired items count as absent at once. */
  ttl?: KeyName<T>
}

/** What to look for, and which page of it. */
export interface QueryOptions<T> {
  /** The index to look in. Default: the table itself. */
  index?: string
  where: Where<T>
  /** By sort key. Default `asc`. */
  order?: 'asc' | 'desc'
  /** Items per page, 1 to 1,000. Default 100. */
  limit?: number
  /** The `cursor` of the page before. */
  cursor?: string | undefined
  /** Whose list it is (a user id, say): a cursor works for the same scope only. */
  scope?: string
  /** Reads what was written a moment ago; not on indexes. Default `false`. */
  consistent?: boolean
}

/** Which page of the whole table. */
export interface ScanOptions {
  /** Items per page, 1 to 1,000. Default 100. */
  limit?: number
  cursor?: string | undefined
  scope?: string
}

/** A page of items. There is more if it has a cursor. */
export interface Page<T> {
  items: T[]
  /** Signed, and bound to this table, index, where, order and scope. Not secret: it tells a key. */
  cursor?: string
}

/** One write, or check, of a transaction. Made by `table.ops` and `markOnce`. */
export interface Operation {
  /** `<table>.<what>`, for errors. */
  readonly name: string
  /** What it means when its condition does not hold, for errors. */
  readonly refusal: string
  readonly request: TransactItem
}

/** An entry of DynamoDB's TransactWriteItems. */
export type TransactItem = Partial<
  Record<'Put' | 'Update' | 'Delete' | 'ConditionCheck', Record<string, unknown>>
>

/** The same writes as on the table, for `transact`. */
export interface Operations<T, K extends KeyName<T> = KeyName<T>> {
  create(item: NewItem<T>): Operation
  /** In a table with versions the item must carry its own: use `create` or `save` otherwise. */
  put(item: T): Operation
  save(item: NewItem<T>): Operation
  update(key: Key<T, K>, changes: Changes<T>): Operation
  delete(key: Key<T, K>, options?: { if?: Condition<T> | readonly Condition<T>[] }): Operation
  /** Writes nothing; the transaction fails unless the condition holds. */
  check(key: Key<T, K>, condition: Condition<T> | readonly Condition<T>[]): Operation
}

/** A table, with items of type `T`. */
export interface Table<T, K extends KeyName<T> = KeyName<T>> {
  /** As in `app.arc`. */
  readonly name: string
  /** The item with this key, `undefined` where there is none. */
  get(key: Key<T, K>, options?: { consistent?: boolean }): Promise<T | undefined>
  /** Many items in few requests, in the order of the keys, `undefined` for each one missing. */
  getMany(
    keys: readonly Key<T, K>[],
    options?: { consistent?: boolean },
  ): Promise<(T | undefined)[]>
  /** Writes a new item. @throws CONFLICT where the key is taken. */
  create(item: NewItem<T>): Promise<T>
  /** Writes an item over whatever is there: the last one wins. */
  put(item: NewItem<T>): Promise<T>
  /**
   * Writes an item that was read before, with its version one higher; without a version, a new one.
   *
   * @throws CONFLICT if somebody else wrote it meanwhile.
   */
  save(item: NewItem<T>): Promise<T>
  /**
   * Changes some attributes and answers the whole item. Makes the item where it is missing, unless
   * `if` says otherwise: `{ if: { slug: { exists: true } } }`.
   *
   * A lost answer is retried, and may then add twice; where that matters, use `transact`.
   *
   * @throws CONFLICT if the condition does not hold.
   */
  update(key: Key<T, K>, changes: Changes<T>): Promise<T>
  /** Deletes an item; nothing happens where there is none. @throws CONFLICT if the condition fails. */
  delete(key: Key<T, K>, options?: { if?: Condition<T> | readonly Condition<T>[] }): Promise<void>
  /** The items with one partition key, in the order of their sort keys, page by page. */
  query(options: QueryOptions<T>): Promise<Page<T>>
  /** All items in no order, page by page. Reads the whole table: for jobs, not for requests. */
  scan(options?: ScanOptions): Promise<Page<T>>
  /** The same writes, to be done together by `transact`. */
  readonly ops: Operations<T, K>
}
