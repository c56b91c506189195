/**
 * BatchGetItem and BatchWriteItem.
 *
 * @module
 */
import { anyOrder, invalid, on, step, toParameters, type Group } from '../case.ts'
import { book, books, lines, missing, notes } from '../tables.ts'
import { item } from '../values.ts'

type Plain = Record<string, unknown>
const read = (RequestItems: object) => step('BatchGetItem', { RequestItems })
const write = (RequestItems: object) => step('BatchWriteItem', { RequestItems })
const keys = (...places: number[]) => places.map((place) => item({ shelf: 'a', place }))
const put = (plain: Plain) => ({ PutRequest: { Item: item(plain) } })
const remove = (plain: Plain) => ({ DeleteRequest: { Key: item(plain) } })
const many = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: `~${index}` }))
const duplicates = 'Provided list of item keys contains duplicates'
const mismatch = 'The provided key element does not match the schema'
const gone = ['ResourceNotFoundException', 'Requested resource not found'] as const

export const batchGetItem: Group = {
  operation: 'BatchGetItem',
  cases: [
    {
      name: 'answers the items that are there',
      from: 'tier1/batchGetItem/basic: a mix of existing and non-existing keys',
      steps: [
        read({ [books]: { Keys: keys(1, 99, 3) } }).gives({
          Responses: { [books]: anyOrder([book(1), book(3)]) },
          UnprocessedKeys: {},
        }),
      ],
    },
    {
      name: 'reads several tables',
      from: 'tier1/batchGetItem/basic: retrieves items from multiple tables in one batch',
      steps: [
        on(notes).put({ a: 1 }),
        read({ [books]: { Keys: keys(2) }, [notes]: { Keys: [item({ pk: '~' })] } }).gives({
          Responses: { [books]: [book(2)], [notes]: [item({ pk: '~', a: 1 })] },
        }),
      ],
    },
    {
      name: 'projects',
      from: 'tier1/batchGetItem/basic: ProjectionExpression returns only projected attributes',
      steps: [
        read({
          [books]: {
            Keys: keys(2),
            ...toParameters({ ProjectionExpression: '#t', names: { '#t': 'title' } }),
          },
        }).gives({
          Responses: { [books]: [item({ title: 'Book 2' })] },
        }),
      ],
    },
    {
      name: 'takes 100 keys',
      from: 'tier3/limits/batchLimits: BatchGetItem with exactly 100 keys succeeds',
      steps: [
        read({ [notes]: { Keys: many(100).map(item) } }).gives({ Responses: { [notes]: [] } }),
      ],
    },
    {
      name: 'refuses 101 keys',
      from: 'tier3/error-messages/batchGetItem: > 100 keys across all tables',
      steps: [
        read({ [notes]: { Keys: many(101).map(item) } }).fails(
          invalid,
          /less than or equal to 100/,
        ),
      ],
    },
    {
      name: 'refuses a key twice',
      from: 'tier3/error-messages/batchGetItem: duplicate keys in one Keys array',
      steps: [read({ [books]: { Keys: keys(1, 1) } }).fails(invalid, duplicates)],
    },
    {
      name: 'refuses a request for nothing',
      from: 'tier1/batchGetItem/validation: rejects empty RequestItems',
      steps: [read({}).fails(invalid)],
    },
    {
      name: 'refuses a key of another table',
      from: 'tier1/batchGetItem/validation',
      steps: [read({ [books]: { Keys: [item({ pk: '~' })] } }).fails(invalid, mismatch)],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier3/error-messages/batchGetItem: non-existent table',
      steps: [read({ [missing]: { Keys: [item({ pk: 'x' })] } }).fails(...gone)],
    },
  ],
}

export const batchWriteItem: Group = {
  operation: 'BatchWriteItem',
  cases: [
    {
      name: 'puts and deletes, in several tables',
      from: 'tier1/batchWriteItem/basic: supports mixed puts and deletes in one batch',
      steps: [
        on(notes).put({ a: 1 }),
        write({
          [notes]: [remove({ pk: '~' }), put({ pk: '~2', a: 2 })],
          [lines]: [put({ pk: '~', sk: 'a' })],
        }).gives({ UnprocessedItems: {} }),
        on(notes).get().gives({ Item: undefined }),
        on(notes)
          .get({}, { pk: '~2' })
          .gives({ Item: item({ pk: '~2', a: 2 }) }),
        on(lines)
          .get({}, { sk: 'a' })
          .gives({ Item: item({ pk: '~', sk: 'a' }) }),
      ],
    },
    {
      name: 'takes 25 items',
      from: 'tier3/limits/batchLimits: BatchWriteItem with exactly 25 items succeeds',
      steps: [write({ [notes]: many(25).map(put) }).gives({ UnprocessedItems: {} })],
    },
    {
      name: 'refuses 26 items',
      from: 'tier3/error-messages/batchWriteItem: > 25 requests',
      steps: [write({ [notes]: many(26).map(put) }).fails(invalid, /less than or equal to 25/)],
    },
    {
      name: 'refuses a key twice, and writes nothing then',
      from: 'tier3/error-messages/batchWriteItem: same key Put and Delete in one batch',
      steps: [
        write({ [notes]: [put({ pk: '~' }), remove({ pk: '~' }), put({ pk: '~2' })] }).fails(
          invalid,
          duplicates,
        ),
        on(notes).get({}, { pk: '~2' }).gives({ Item: undefined }),
      ],
    },
    {
      name: 'refuses a key of another type',
      from: 'tier3/error-messages/batchWriteItem: wrong-typed table key',
      steps: [write({ [notes]: [put({ pk: 5 })] }).fails(invalid, mismatch)],
    },
    {
      name: 'refuses an empty key',
      from: 'tier3/error-messages/batchWriteItem: empty-string table key',
      steps: [
        write({ [notes]: [put({ pk: '' })] }).fails(
          invalid,
          'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
        ),
      ],
    },
    {
      name: 'refuses an item of more than 400 KB',
      from: 'tier3/limits/itemSizeBySurface: BatchWriteItem refuses it one byte over',
      steps: [
        write({ [notes]: [put({ pk: '~', a: 'x'.repeat(409_600) })] }).fails(
          invalid,
          'Item size has exceeded the maximum allowed size',
        ),
      ],
    },
    {
      name: 'refuses a request for nothing',
      from: 'tier1/batchWriteItem/validation: rejects empty RequestItems',
      steps: [write({}).fails(invalid)],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier3/error-messages/batchWriteItem: non-existent table',
      steps: [write({ [missing]: [put({ pk: 'x' })] }).fails(...gone)],
    },
  ],
}
