/**
 * DynamoDB's typed attributes as plain JSON and back, with nothing lost on the way.
 *
 * What JSON has no word for is written as an object with one key: `$set`, `$binary`, `$number`.
 *
 * @module
 */

/** An attribute in DynamoDB's words: `{ "S": "text" }`. */
export type Attribute = { [type: string]: unknown }
export type Item = { [name: string]: Attribute }

/** The item as one edits it. */
export function toJson(item: Item): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(item).map(([name, it]) => [name, toValue(it)]))
}

/** The item as DynamoDB takes it. */
export function toItem(json: object): Item {
  return Object.fromEntries(Object.entries(json).map(([name, it]) => [name, toAttribute(it)]))
}

function toValue(attribute: Attribute): unknown {
  const [[type, value] = ['NULL', true]] = Object.entries(attribute)
  switch (type) {
    case 'N':
      return toNumber(value as string)
    case 'NULL':
      return null
    case 'L':
      return (value as Attribute[]).map(toValue)
    case 'M':
      return toMap(value as Item)
    case 'B':
      return { $binary: value }
    case 'SS':
      return { $set: value }
    case 'NS':
      return { $set: (value as string[]).map(toNumber) }
    case 'BS':
      return { $set: (value as string[]).map(($binary) => ({ $binary })) }
    default:
      return value
  }
}

// A map that looks like one of our words is kept in DynamoDB's.
function toMap(map: Item): unknown {
  const names = Object.keys(map)
  const isWord = names.length === 1 && words.has(names[0]!)
  return isWord ? { $map: toJson(map) } : toJson(map)
}

const words = new Set(['$set', '$binary', '$number', '$map'])

function toNumber(text: string): unknown {
  return String(Number(text)) === text ? Number(text) : { $number: text }
}

function toAttribute(value: unknown): Attribute {
  if (value === null || value === undefined) return { NULL: true }
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'boolean') return { BOOL: value }
  if (typeof value === 'number') return { N: String(value) }
  if (Array.isArray(value)) return { L: value.map(toAttribute) }
  return toSpecial(value as { [name: string]: unknown }) ?? { M: toItem(value) }
}

function toSpecial(value: { [name: string]: unknown }): Attribute | undefined {
  const names = Object.keys(value)
  if (names.length !== 1) return undefined
  const [word] = names
  const content = value[word!]
  if (word === '$binary' && typeof content === 'string') return { B: content }
  if (word === '$number' && typeof content === 'string') return { N: content }
  if (word === '$map' && typeof content === 'object' && content) return { M: toItem(content) }
  if (word === '$set' && Array.isArray(content) && content.length > 0) return toSet(content)
  return undefined
}

function toSet(content: unknown[]): Attribute {
  const members = content.map(toAttribute)
  const types = new Set(members.flatMap((it) => Object.keys(it)))
  const [type = ''] = types
  if (types.size > 1 || !['S', 'N', 'B'].includes(type)) {
    throw new Error('A $set holds strings, numbers or $binary, all of one kind.')
  }
  return { [`${type}S`]: members.map((it) => it[type]) }
}
