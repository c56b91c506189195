/**
 * Items in plain JavaScript, as DynamoDB writes them.
 *
 * @module
 */

/** A value with its type: `{ S: 'text' }`. */
export type AttributeValue = Record<string, unknown>

/** A value that is written as it stands, type and all. */
export interface Raw {
  raw: AttributeValue
}

export const raw = (raw: AttributeValue): Raw => ({ raw })

/** `{ a: 1 }` as `{ a: { N: '1' } }`; a Set is a set, bytes are binary. */
export function item(plain: Record<string, unknown>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, toValue(value)]))
}

function toValue(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value === null) return { NULL: true }
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') }
  if (value instanceof Set) return toSet([...value])
  if (Array.isArray(value)) return { L: value.map(toValue) }
  const record = value as Record<string, unknown>
  return 'raw' in record ? (record['raw'] as AttributeValue) : { M: item(record) }
}

function toSet(members: unknown[]): AttributeValue {
  if (typeof members[0] === 'string') return { SS: members }
  if (typeof members[0] === 'number') return { NS: members.map(String) }
  return { BS: members.map((it) => Buffer.from(it as Uint8Array).toString('base64')) }
}
