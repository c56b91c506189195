/**
 * The tables of the cases, and what is in those that are only read.
 *
 * @module
 */
import { item } from './values.ts'

/** In front of all names, so that a run leaves nothing behind in an account. */
export const prefix = `conformance-${process.env['CONFORMANCE_RUN'] ?? 'local'}-`

/** For writing: a partition key `pk`. */
export const notes = `${prefix}notes`
/** For writing: `pk` and `sk`; the index `byTag` on `tag` and `rank`. */
export const lines = `${prefix}lines`
/** For reading: `shelf` and the number `place`; the indexes `byTag`, `byTagStars` and `byTitle`. */
export const books = `${prefix}books`
/** For reading: one partition, whose sort keys are words. */
export const words = `${prefix}words`
/** There is no such table. */
export const missing = `${prefix}missing`

type Key = readonly [hash: string, range?: string]

const key = ([hash, range]: Key) => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []),
]
const define = (types: Record<string, string>) =>
  Object.entries(types).map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }))
const index = (
  IndexName: string,
  keys: Key,
  ProjectionType = 'ALL',
  NonKeyAttributes?: string[],
) => ({
  IndexName,
  KeySchema: key(keys),
  Projection: { ProjectionType, ...(NonKeyAttributes && { NonKeyAttributes }) },
})

/** What CreateTable wants to know of a table. */
export function toTable(
  TableName: string,
  keys: Key,
  types: Record<string, string>,
  ...indexes: object[]
) {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: key(keys),
    AttributeDefinitions: define(types),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes }),
  }
}

export const globalIndex = index

export const tables = [
  toTable(notes, ['pk'], { pk: 'S' }),
  toTable(
    lines,
    ['pk', 'sk'],
    { pk: 'S', sk: 'S', tag: 'S', rank: 'N' },
    index('byTag', ['tag', 'rank']),
  ),
  toTable(
    books,
    ['shelf', 'place'],
    { shelf: 'S', place: 'N', tag: 'S', stars: 'N', title: 'S' },
    index('byTag', ['tag']),
    index('byTagStars', ['tag', 'stars'], 'INCLUDE', ['title']),
    index('byTitle', ['title'], 'KEYS_ONLY'),
  ),
  toTable(words, ['pk', 'sk'], { pk: 'S', sk: 'S' }),
]

/** Ten books on shelf a, places 1 to 10; four on shelf b. Every other one of a has a tag. */
const shelfA = Array.from({ length: 10 }, (_, index) => ({
  shelf: 'a',
  place: index + 1,
  title: `Book ${index + 1}`,
  pages: (index + 1) * 100,
  languages: new Set(index < 5 ? ['de', 'en'] : ['en']),
  parts: [{ name: 'one', weight: 1 }, { name: 'two', weight: 2 }, 'index'],
  printed: { year: 2000 + index, by: { name: 'Press', city: 'Bern' } },
  cover: Buffer.from([index, 255]),
  ...(index % 2 === 0 && { tag: 'old', stars: index < 5 ? 3 : 5 }),
}))
const shelfB = [-10, -1, 0.5, 11].map((place) => ({ shelf: 'b', place, tag: 'new' }))

/** What is put into them before the first case. */
export const seeds: Record<string, Record<string, object>[]> = {
  [books]: [...shelfA, ...shelfB].map((it) => item(it)),
  [words]: ['Zebra', 'ant', 'bee', 'bear', 'cat', 'été'].map((sk) => item({ pk: 'w', sk })),
}

/** One of the books, whole. */
export const book = (place: number) => item(shelfA[place - 1]!)
