/**
 * Writes, in the words of DynamoDB: the same for a single request and for a transaction.
 *
 * @module
 */
import { tableErrors } from './errors.ts'
import { allOf, createPlaceholders, toAbsent, toAlive, toCondition } from './expressions.ts'
import type { Placeholders } from './expressions.ts'
import { marshalItem, sizeOf, type MarshalledItem } from './marshal.ts'
import { checkIndexKeys, physicalName, toKey, type Item, type Shape } from './shape.ts'
import type { TransactItem } from './types.ts'

/** What a write is told besides its key. */
export interface WriteChanges {
  set?: Item
  add?: Item
  remove?: readonly string[]
  if?: object | readonly object[]
}

/** A write of one item. */
export interface Write {
  kind: keyof TransactItem
  /** `<table>.<what>`. */
  name: string
  /** What it means when the condition does not hold. */
  refusal: string
  request: Record<string, unknown>
  /** The item as it will be, for writes that tell all of it. */
  item?: Item
}

const largest = 400 * 1024

export function toCreate(shape: Shape, given: Item): Write {
  const item = shape.version ? { ...given, version: 1 } : given
  const placeholders = createPlaceholders(shape.name)
  const condition = toAbsent(shape, placeholders)
  return toPut(shape, { what: 'create', item, condition, placeholders, refusal: 'it exists' })
}

/** @param stored - the version that is to be overwritten, 0 for none; left out, whatever is there */
export function toOverwrite(shape: Shape, item: Item, stored?: number): Write {
  const placeholders = createPlaceholders(shape.name)
  const condition = stored === undefined ? undefined : toVersion(stored, placeholders)
  return toPut(shape, { what: 'put', item, condition, placeholders, refusal: 'it changed' })
}

export function toSave(shape: Shape, item: Item): Write {
  if (!shape.version) {
    throw new Error(`[${shape.name}] save needs versions: declare the table with version: true.`)
  }
  const { version } = item
  if (version === undefined) return { ...toCreate(shape, item), name: `${shape.name}.save` }

  const placeholders = createPlaceholders(shape.name)
  const condition = allOf(toVersion(Number(version), placeholders), toAlive(shape, placeholders))
  return toPut(shape, {
    what: 'save',
    item: { ...item, version: Number(version) + 1 },
    condition,
    placeholders,
    refusal: 'somebody else changed it, or it is gone',
  })
}

export function toUpdate(shape: Shape, key: object, changes: WriteChanges): Write {
  const placeholders = createPlaceholders(shape.name)
  const Key = toKey(shape, key)
  const UpdateExpression = toUpdateExpression(shape, changes, placeholders)
  const condition = allOf(
    changes.if && toCondition(shape, changes.if, placeholders),
    toAlive(shape, placeholders),
  )
  return {
    kind: 'Update',
    name: `${shape.name}.update`,
    refusal: 'the condition does not hold',
    request: { ...toRequest(shape, placeholders, condition), Key, UpdateExpression },
  }
}

export function toDelete(shape: Shape, key: object, condition?: object | readonly object[]): Write {
  return { ...toConditional(shape, key, condition), kind: 'Delete', name: `${shape.name}.delete` }
}

export function toCheck(shape: Shape, key: object, condition: object | readonly object[]): Write {
  const write = toConditional(shape, key, condition)
  return { ...write, kind: 'ConditionCheck', name: `${shape.name}.check` }
}

/** The deletion of an item whose time is up, to make room. */
export function toSweep(shape: Shape, key: object): Write {
  const placeholders = createPlaceholders(shape.name)
  const request = toRequest(shape, placeholders, toAbsent(shape, placeholders))
  return {
    kind: 'Delete',
    name: `${shape.name}.sweep`,
    refusal: 'it is alive',
    request: { ...request, Key: toKey(shape, key) },
  }
}

function toConditional(shape: Shape, key: object, condition?: object | readonly object[]) {
  const placeholders = createPlaceholders(shape.name)
  const Key = toKey(shape, key)
  const expression =
    condition && allOf(toCondition(shape, condition, placeholders), toAlive(shape, placeholders))
  return {
    refusal: 'the condition does not hold',
    request: { ...toRequest(shape, placeholders, expression), Key },
  }
}

interface Put {
  what: string
  item: Item
  condition: string | undefined
  placeholders: Placeholders
  refusal: string
}

function toPut(shape: Shape, { what, item, condition, placeholders, refusal }: Put): Write {
  const { name } = shape
  toKey(shape, item)
  checkIndexKeys(shape, item)
  const marshalled = marshalItem(item, name)
  checkSize(marshalled)
  return {
    kind: 'Put',
    name: `${name}.${what}`,
    refusal,
    item,
    request: { ...toRequest(shape, placeholders, condition), Item: marshalled },
  }
}

function toRequest(shape: Shape, placeholders: Placeholders, condition: string | undefined) {
  return {
    TableName: physicalName(shape),
    ...(condition && { ConditionExpression: condition }),
    ...placeholders.toRequest(),
  }
}

function toVersion(stored: number, { name, value }: Placeholders): string {
  const version = name('version')
  return stored === 0
    ? `attribute_not_exists(${version})`
    : `${version} = ${value(stored, 'version')}`
}

function toUpdateExpression(shape: Shape, changes: WriteChanges, placeholders: Placeholders) {
  const { set = {}, add = {}, remove = [] } = changes
  const adding = shape.version ? { ...add, version: 1 } : add
  const touched = [...Object.keys(set), ...Object.keys(add), ...remove]
  const fixed = touched.find(
    (name) => shape.key.includes(name) || (shape.version && name === 'version'),
  )
  if (fixed) throw new Error(`[${shape.name}] update: ${fixed} is not yours to change.`)
  checkIndexKeys(shape, set)

  const { name, value } = placeholders
  const sets = toDefined(set).map(([key, it]) => `${name(key)} = ${value(it, key)}`)
  const adds = toDefined(adding).map(([key, it]) => `${name(key)} ${value(it, key)}`)
  const parts = [
    sets.length > 0 && `SET ${sets.join(', ')}`,
    remove.length > 0 && `REMOVE ${remove.map(name).join(', ')}`,
    adds.length > 0 && `ADD ${adds.join(', ')}`,
  ].filter(Boolean)
  if (parts.length === 0) throw new Error(`[${shape.name}] update: there is nothing to change.`)
  return parts.join(' ')
}

function toDefined(values: Item): [string, unknown][] {
  return Object.entries(values).filter(([, value]) => value !== undefined)
}

/** @throws ITEM_TOO_LARGE */
function checkSize(item: MarshalledItem) {
  const size = sizeOf(item)
  if (size <= largest) return
  throw tableErrors.ITEM_TOO_LARGE(
    `It takes ${Math.ceil(size / 1024)} KB, and ${largest / 1024} KB is the most`,
  )
}
