/**
 * Items in DynamoDB's own notation, there and back: `{ slug: { S: 'hello' } }`.
 *
 * @module
 */

/** One value in DynamoDB's notation. */
export type Marshalled =
  | { S: string }
  | { N: string }
  | { B: string }
  | { BOOL: boolean }
  | { NULL: true }
  | { SS: string[] }
  | { NS: string[] }
  | { BS: string[] }
  | { L: Marshalled[] }
  | { M: MarshalledItem }

export type MarshalledItem = Record<string, Marshalled>

/** @throws Error naming the attribute that DynamoDB cannot hold. */
export function marshalItem(item: object, table: string): MarshalledItem {
  return marshalMap(item, { table, path: '', depth: 0 })
}

/** @throws Error naming the attribute that DynamoDB cannot hold. */
export function marshalValue(value: unknown, table: string, path: string): Marshalled {
  return marshal(value, { table, path, depth: 0 })
}

export function unmarshalItem(item: MarshalledItem): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, unmarshal(value)]))
}

/** The size of an item as DynamoDB counts it, near enough: bytes of names and values. */
export function sizeOf(item: MarshalledItem): number {
  let size = 0
  for (const [name, value] of Object.entries(item)) size += bytes(name) + sizeOfValue(value)
  return size
}

interface Place {
  table: string
  path: string
  depth: number
}

function marshal(value: unknown, place: Place): Marshalled {
  switch (typeof value) {
    case 'string':
      // Half a surrogate pair is no character, and DynamoDB refuses it.
      return { S: value.toWellFormed() }
    case 'number':
      return marshalNumber(value, place)
    case 'boolean':
      return { BOOL: value }
    case 'bigint':
      return refuse(place, 'a bigint', 'store a string')
    case 'object':
      return value === null ? { NULL: true } : marshalObject(value, place)
    default:
      return refuse(place, typeof value, 'leave it out')
  }
}

function marshalNumber(value: number, place: Place): Marshalled {
  if (!Number.isFinite(value)) return refuse(place, String(value), 'store null')
  const size = Math.abs(value)
  if (size !== 0 && (size > 9.9e125 || size < 1e-130)) {
    return refuse(place, String(value), 'DynamoDB has numbers up to 9.9e125')
  }
  // JSON has no -0 either.
  return { N: String(value === 0 ? 0 : value) }
}

function marshalObject(value: object, place: Place): Marshalled {
  if (place.depth >= 31) return refuse(place, 'too deep a structure', 'store it as JSON text')
  if (value instanceof Uint8Array) return { B: toBase64(value) }
  if (value instanceof Set) return marshalSet(value, place)
  if (Array.isArray(value)) {
    const items = value.map((item, index) => marshal(item, inside(place, String(index))))
    return { L: items }
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return { M: marshalMap(value, place) }
  if (value instanceof Date) return refuse(place, 'a Date', 'store date.toISOString()')
  return refuse(place, `a ${value.constructor.name}`, 'store a plain object')
}

function marshalMap(value: object, place: Place): MarshalledItem {
  const entries: [string, Marshalled][] = []
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    const where = inside(place, name)
    if (name === '') refuse(where, 'an attribute without a name', 'name it')
    entries.push([name.toWellFormed(), marshal(member, where)])
  }
  // Not by assignment: an attribute may be called __proto__.
  return Object.fromEntries(entries)
}

function marshalSet(value: Set<unknown>, place: Place): Marshalled {
  const members = [...value]
  if (members.length === 0) return refuse(place, 'an empty Set', 'leave it out')
  if (members.every((it) => typeof it === 'string')) {
    return { SS: members.map((it) => it.toWellFormed()) }
  }
  if (members.every((it) => typeof it === 'number' && Number.isFinite(it))) {
    return { NS: members.map(String) }
  }
  if (members.every((it) => it instanceof Uint8Array)) return { BS: members.map(toBase64) }
  return refuse(place, 'a Set of different things', 'store an array')
}

function inside({ table, path, depth }: Place, name: string): Place {
  return { table, path: path ? `${path}.${name}` : name, depth: depth + 1 }
}

function refuse({ table, path }: Place, what: string, advice: string): never {
  throw new Error(`[${table}] the attribute "${path}" holds ${what}: ${advice}.`)
}

function unmarshal(value: Marshalled): unknown {
  if ('S' in value) return value.S
  if ('N' in value) return Number(value.N)
  if ('BOOL' in value) return value.BOOL
  if ('NULL' in value) return null
  if ('M' in value) return unmarshalItem(value.M)
  if ('L' in value) return value.L.map(unmarshal)
  if ('B' in value) return toBytes(value.B)
  if ('SS' in value) return new Set(value.SS)
  if ('NS' in value) return new Set(value.NS.map(Number))
  return new Set(value.BS.map(toBytes))
}

function sizeOfValue(value: Marshalled): number {
  if ('S' in value) return bytes(value.S)
  if ('N' in value) return sizeOfNumber(value.N)
  if ('B' in value) return sizeOfBase64(value.B)
  if ('SS' in value) return total(value.SS, bytes)
  if ('NS' in value) return total(value.NS, sizeOfNumber)
  if ('BS' in value) return total(value.BS, sizeOfBase64)
  if ('L' in value) return 3 + total(value.L, (item) => 1 + sizeOfValue(item))
  if ('M' in value) return 3 + Object.keys(value.M).length + sizeOf(value.M)
  return 1
}

function total<T>(items: readonly T[], size: (item: T) => number): number {
  return items.reduce((sum, item) => sum + size(item), 0)
}

const bytes = (text: string) => Buffer.byteLength(text)
const sizeOfNumber = (digits: string) => Math.ceil(digits.length / 2) + 1
const sizeOfBase64 = (text: string) => Buffer.byteLength(text, 'base64')
const toBase64 = (value: Uint8Array) =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
// A plain Uint8Array of its own, not a view on Buffer's pool.
const toBytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
