/**
 * DynamoDB's expressions. Every name and value goes in by placeholder, so that nothing in them can be
 * taken for syntax or a reserved word.
 *
 * @module
 */
import type { Marshalled, MarshalledItem } from './marshal.ts'
import { marshalValue } from './marshal.ts'
import { nowInSeconds, toKeyValue, type Item, type Shape } from './shape.ts'

/** Collects the names and values of one request. */
export interface Placeholders {
  name: (attribute: string) => string
  value: (value: unknown, attribute: string) => string
  marshalled: (value: Marshalled) => string
  /** `ExpressionAttributeNames` and `ExpressionAttributeValues`, each only if it has some. */
  toRequest: () => Record<string, unknown>
}

export function createPlaceholders(table: string): Placeholders {
  const names = new Map<string, string>()
  const values: MarshalledItem = {}
  let count = 0

  const marshalled = (value: Marshalled) => {
    const placeholder = `:v${count++}`
    values[placeholder] = value
    return placeholder
  }
  return {
    marshalled,
    name(attribute) {
      const known = names.get(attribute)
      if (known) return known
      const placeholder = `#n${names.size}`
      names.set(attribute, placeholder)
      return placeholder
    },
    value: (value, attribute) => marshalled(marshalValue(value, table, attribute)),
    toRequest: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([name, it]) => [it, name])),
      }),
      ...(count > 0 && { ExpressionAttributeValues: values }),
    }),
  }
}

/** Conditions of `if`, in words of DynamoDB: all tests of one, any one of several. */
export function toCondition(
  shape: Shape,
  condition: object | readonly object[],
  placeholders: Placeholders,
): string {
  const any = Array.isArray(condition) ? (condition as object[]) : [condition]
  const parts = any.map((tests) => toTests(shape, tests, placeholders))
  if (parts.length === 0) throw new Error(`[${shape.name}] a condition without tests.`)
  return parts.length === 1 ? parts[0]! : parts.map((part) => `(${part})`).join(' OR ')
}

/** True for items whose time is not up, and for what is not there. */
export function toAlive({ ttl }: Shape, { name, value }: Placeholders): string | undefined {
  if (!ttl) return undefined
  const now = value(nowInSeconds(), ttl)
  return `attribute_not_exists(${name(ttl)}) OR ${name(ttl)} > ${now}`
}

/** True where there is no item, or one whose time is up. */
export function toAbsent({ key, ttl }: Shape, { name, value }: Placeholders): string {
  const absent = `attribute_not_exists(${name(key[0]!)})`
  return ttl ? `${absent} OR ${name(ttl)} <= ${value(nowInSeconds(), ttl)}` : absent
}

/** `and`, without the parts that are not there. DynamoDB refuses parentheses that are not needed. */
export function allOf(...parts: (string | undefined)[]): string | undefined {
  const some = parts.filter((part) => part !== undefined)
  return some.length > 1 ? some.map((part) => `(${part})`).join(' AND ') : some[0]
}

/** The condition of a query: the partition key by value, the sort key by value or range. */
export function toKeyCondition(
  shape: Shape,
  names: readonly string[],
  where: Item,
  placeholders: Placeholders,
): string {
  const [partition, sort] = names as [string, string?]
  const unknown = Object.keys(where).filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    throw new Error(
      `[${shape.name}] where: ${unknown.join(', ')} is not in ${names.join(' and ')}.`,
    )
  }
  const { name, marshalled } = placeholders
  const key = (attribute: string, value: unknown) =>
    marshalled(toKeyValue(shape, attribute, value, attribute === partition))

  const equals = `${name(partition)} = ${key(partition, where[partition])}`
  if (!sort || !(sort in where)) return equals
  return allOf(
    equals,
    toRange(name(sort), where[sort], (value) => key(sort, value)),
  )!
}

function toTests(shape: Shape, tests: object, placeholders: Placeholders): string {
  const parts = Object.entries(tests).map(([attribute, test]) => {
    if (test === undefined) {
      throw new Error(
        `[${shape.name}] if: ${attribute} is undefined; leave it out, or say { exists }.`,
      )
    }
    return toTest(attribute, test, placeholders)
  })
  if (parts.length === 0) throw new Error(`[${shape.name}] a condition without tests.`)
  return parts.join(' AND ')
}

function toTest(attribute: string, test: unknown, placeholders: Placeholders): string {
  const name = placeholders.name(attribute)
  const value = (it: unknown) => placeholders.value(it, attribute)
  const [word, operand] = toWord(test)

  switch (word) {
    case 'exists':
      return `attribute_${operand ? '' : 'not_'}exists(${name})`
    case 'not':
      return `${name} <> ${value(operand)}`
    case 'in':
      // Nothing is in an empty list; DynamoDB has no way to write one.
      return (operand as unknown[]).length === 0
        ? `attribute_exists(${name}) AND attribute_not_exists(${name})`
        : `${name} IN (${(operand as unknown[]).map(value).join(', ')})`
    case 'contains':
      return `contains(${name}, ${value(operand)})`
    default:
      return toRange(name, test, value)
  }
}

const comparators: Record<string, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }

function toRange(name: string, test: unknown, value: (it: unknown) => string): string {
  const [word, operand] = toWord(test)
  if (word === undefined) return `${name} = ${value(test)}`
  if (word === 'beginsWith') return `begins_with(${name}, ${value(operand)})`
  if (word === 'between') {
    const [from, to] = operand as [unknown, unknown]
    return `${name} BETWEEN ${value(from)} AND ${value(to)}`
  }
  return `${name} ${comparators[word]} ${value(operand)}`
}

const words = new Set([
  'exists',
  'not',
  'in',
  'contains',
  'beginsWith',
  'between',
  ...Object.keys(comparators),
])

/** The test's word and operand, if it is an object with exactly one of our words. */
function toWord(test: unknown): [word: string, operand: unknown] | [undefined, undefined] {
  if (typeof test !== 'object' || test === null) return [undefined, undefined]
  const [entry, ...more] = Object.entries(test)
  if (!entry || more.length > 0 || !words.has(entry[0])) return [undefined, undefined]
  return entry
}
