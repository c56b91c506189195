/**
 * Query: key conditions, order, filters and pages, on a table.
 *
 * @module
 */
import { check, on, type Case, type Group } from '../case.ts'
import { book, books, lines, words } from '../tables.ts'
import { item } from '../values.ts'

const { query, queryAll } = on(books)
type Plain = Record<string, unknown>
const basic = 'tier1/query/basic'
const shelf = { ':s': 'a' }
const some = (...places: number[]) => places.map(book)

/** Which words a condition on the sort key finds. */
const find = (condition: string, values: Plain, found: string[], from: string): Case => ({
  name: `finds by ${condition}`,
  from,
  steps: [
    on(words)
      .query(`pk = :p AND ${condition}`, { ':p': 'w', ...values })
      .gives({ Items: found.map((sk) => item({ pk: 'w', sk })), Count: found.length }),
  ],
})

export const queries: Group = {
  operation: 'Query',
  cases: [
    {
      name: 'answers a partition in the order of its numbers',
      from: 'tier1/query/numericKeys: orders numerically, not lexicographically',
      steps: [
        query('shelf = :s', shelf).gives({
          Items: some(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
          LastEvaluatedKey: undefined,
        }),
      ],
    },
    {
      name: 'orders negative numbers and fractions',
      from: 'tier1/query/numericKeys: orders correctly across negative, zero, and positive',
      steps: [
        query('shelf = :s', { ':s': 'b' }, { ProjectionExpression: 'place' }).gives({
          Items: [-10, -1, 0.5, 11].map((place) => item({ place })),
        }),
      ],
    },
    {
      name: 'orders text by its bytes',
      from: 'tier1/query/basic: returns items in ascending sort key order by default',
      steps: [
        on(words)
          .query('pk = :p', { ':p': 'w' }, { ProjectionExpression: 'sk' })
          .gives({
            Items: ['Zebra', 'ant', 'bear', 'bee', 'cat', 'été'].map((sk) => item({ sk })),
          }),
      ],
    },
    {
      name: 'answers backwards, if asked to',
      from: `${basic}: returns items in descending order with ScanIndexForward=false`,
      steps: [
        query(
          'shelf = :s AND place > :p',
          { ...shelf, ':p': 7 },
          { ScanIndexForward: false },
        ).gives({ Items: some(10, 9, 8) }),
      ],
    },
    {
      name: 'answers nothing for a partition that is not there',
      from: `${basic}: returns empty results for a non-existent partition key`,
      steps: [query('shelf = :s', { ':s': '~' }).gives({ Items: [], Count: 0, ScannedCount: 0 })],
    },
    find('sk = :v', { ':v': 'bee' }, ['bee'], `${basic}: key conditions`),
    find('sk < :v', { ':v': 'bee' }, ['Zebra', 'ant', 'bear'], `${basic}: supports < on sort key`),
    find('sk >= :v', { ':v': 'bee' }, ['bee', 'cat', 'été'], `${basic}: supports >= on sort key`),
    find(
      'sk BETWEEN :l AND :h',
      { ':l': 'ant', ':h': 'bee' },
      ['ant', 'bear', 'bee'],
      `${basic}: supports BETWEEN on sort key`,
    ),
    find(
      'begins_with(sk, :v)',
      { ':v': 'be' },
      ['bear', 'bee'],
      `${basic}: supports begins_with on sort key`,
    ),
    find(
      '(sk > :v)',
      { ':v': 'bee' },
      ['cat', 'été'],
      'tier1/query/keyConditionParens: accepts parenthesized sub-expressions',
    ),
    find(
      ':v < sk',
      { ':v': 'bee' },
      ['cat', 'été'],
      'tier1/query/keyConditionSemantics: accepts a reversed-operand sort-key comparison',
    ),
    {
      name: 'counts, without the items',
      from: 'tier1/query/select: Select COUNT with FilterExpression',
      steps: [
        query(
          'shelf = :s',
          { ...shelf, ':t': 'old' },
          { Select: 'COUNT', FilterExpression: 'tag = :t' },
        ).gives({
          Count: 5,
          ScannedCount: 10,
          Items: undefined,
        }),
      ],
    },
    {
      name: 'ends at its limit, and says where',
      from: `${basic}: respects Limit parameter`,
      steps: [
        query('shelf = :s', shelf, { Limit: 3 }).gives({
          Items: some(1, 2, 3),
          LastEvaluatedKey: item({ shelf: 'a', place: 3 }),
        }),
      ],
    },
    {
      name: 'goes on behind the key it is given, there or not',
      from: `${basic}: does not repeat the item equal to ExclusiveStartKey`,
      steps: [
        query('shelf = :s', shelf, { ExclusiveStartKey: item({ shelf: 'a', place: 8 }) }).gives({
          Items: some(9, 10),
        }),
        query('shelf = :s', shelf, {
          ExclusiveStartKey: item({ shelf: 'a', place: 8.5 }),
          ScanIndexForward: false,
          Limit: 2,
        }).gives({
          Items: some(8, 7),
        }),
      ],
    },
    {
      name: 'answers each item once over all pages',
      from: `${basic}: paginates through all items`,
      steps: [
        queryAll('shelf = :s', shelf, { Limit: 4 }).gives({
          Items: some(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
          Pages: 3,
        }),
      ],
    },
    {
      name: 'counts its limit before the filter',
      from: `${basic}: Limit applies to scanned items, not filtered items`,
      steps: [
        query(
          'shelf = :s',
          { ...shelf, ':t': 'old' },
          { Limit: 4, FilterExpression: 'tag = :t' },
        ).gives({
          Items: some(1, 3),
          ScannedCount: 4,
          LastEvaluatedKey: item({ shelf: 'a', place: 4 }),
        }),
      ],
    },
    {
      name: 'ends a page at 1 MB',
      from: 'tier3/limits/responseSize: Query returns LastEvaluatedKey when response would exceed 1MB',
      steps: [
        ...['a', 'b', 'c', 'd'].map((sk) => on(lines).put({ sk, text: 'x'.repeat(350_000) })),
        on(lines)
          .query('pk = :p', { ':p': '~' }, { Select: 'COUNT' })
          .gives({
            Count: check('2 or 3 of 4', (count) => count === 2 || count === 3),
            LastEvaluatedKey: check('a key', (key) => typeof key === 'object'),
          }),
      ],
    },
  ],
}
