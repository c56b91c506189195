/**
 * A table as it was declared, its physical name, and its keys.
 *
 * @module
 */
import { requireResource } from '../resource.ts'
import { tableErrors } from './errors.ts'
import { marshalValue, type Marshalled, type MarshalledItem } from './marshal.ts'

/** The declaration of a table, its types forgotten. */
export interface Shape {
  name: string
  key: readonly string[]
  indexes: Readonly<Record<string, readonly string[]>>
  version: boolean
  ttl?: string
}

/** An item whose type is forgotten. */
export type Item = Record<string, unknown>

/**
 * The name of the table in AWS.
 *
 * @throws MISSING_ENV
 */
export function physicalName({ name }: Shape): string {
  return requireResource('TABLE', name)
}

/**
 * The key out of an item, or of an object that has only the key.
 *
 * @throws INVALID_KEY for a value that no key can have
 */
export function toKey(shape: Shape, item: object): MarshalledItem {
  return pickKey(shape, shape.key, item)
}

/** The attributes of one of the table's keys. */
export function pickKey(shape: Shape, names: readonly string[], item: object): MarshalledItem {
  return Object.fromEntries(
    names.map((name, index) => {
      const value = (item as Item)[name]
      if (value === undefined) {
        throw new Error(`[${shape.name}] the key needs ${names.join(' and ')}; ${name} is missing.`)
      }
      return [name, toKeyValue(shape, name, value, index === 0)]
    }),
  )
}

/** @throws INVALID_KEY for a value that no key can have */
export function toKeyValue(
  shape: Shape,
  name: string,
  value: unknown,
  isPartition: boolean,
): Marshalled {
  const marshalled = marshalValue(value, shape.name, name)
  const size = keySize(marshalled)
  if (size === undefined) {
    throw new Error(`[${shape.name}] the key "${name}" must be a string, a number or bytes.`)
  }
  const longest = isPartition ? 2048 : 1024
  if (size === 0) throw tableErrors.INVALID_KEY(`The key "${name}" is empty`)
  if (size > longest) {
    throw tableErrors.INVALID_KEY(`The key "${name}" is longer than ${longest} bytes`)
  }
  return marshalled
}

/**
 * Checks that the keys of an item's indexes can be ones. Without an index's attribute an item is
 * simply not in that index.
 *
 * @throws INVALID_KEY
 */
export function checkIndexKeys(shape: Shape, item: object): void {
  for (const names of Object.values(shape.indexes)) {
    for (const [index, name] of names.entries()) {
      const value = (item as Item)[name]
      if (value !== undefined) toKeyValue(shape, name, value, index === 0)
    }
  }
}

/** Now, as expiry is written: whole seconds. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** Whether an item's time is up, though DynamoDB may take days to sweep it. */
export function isExpired({ ttl }: Shape, item: Item): boolean {
  if (!ttl) return false
  const expiresAt = item[ttl]
  return typeof expiresAt === 'number' && expiresAt <= nowInSeconds()
}

function keySize(value: Marshalled): number | undefined {
  if ('S' in value) return Buffer.byteLength(value.S)
  if ('B' in value) return Buffer.byteLength(value.B, 'base64')
  return 'N' in value ? 1 : undefined
}
