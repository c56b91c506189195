/**
 * Scan: filters, pages and segments.
 *
 * @module
 */
import { anyOrder, check, invalid, on, type Group } from '../case.ts'
import type { Answer } from '../wire.ts'
import { books, missing, words } from '../tables.ts'
import { item } from '../values.ts'

const { scan, scanAll } = on(books)
const places = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -10, -1, 0.5, 11].map((place) => item({ place }))
const messages = 'tier3/error-messages/scan'
const segments = (parts: number[], of: number) =>
  parts.map((Segment) => scanAll({ Segment, TotalSegments: of, ProjectionExpression: 'place' }))

export const scans: Group = {
  operation: 'Scan',
  cases: [
    {
      name: 'answers all items of a table',
      from: 'tier1/scan/basic: returns items from the table',
      steps: [
        scan({ ProjectionExpression: 'place' }).gives({
          Items: anyOrder(places),
          Count: 14,
          LastEvaluatedKey: undefined,
        }),
      ],
    },
    {
      name: 'answers the items of a partition in their order',
      from: 'tier1/scan/basic: returns items from the table',
      steps: [
        on(words)
          .scan({ ProjectionExpression: 'sk' })
          .gives({
            Items: ['Zebra', 'ant', 'bear', 'bee', 'cat', 'été'].map((sk) => item({ sk })),
          }),
      ],
    },
    {
      name: 'filters, and tells how many it looked at',
      from: 'tier1/scan/basic: filter that removes all items returns Count=0 with ScannedCount>0',
      steps: [
        scan({ FilterExpression: 'tag = :t', values: { ':t': 'new' } }).gives({
          Count: 4,
          ScannedCount: 14,
        }),
        scan({ FilterExpression: 'tag = :t', values: { ':t': 'none' } }).gives({
          Items: [],
          Count: 0,
          ScannedCount: 14,
        }),
      ],
    },
    {
      name: 'filters by a key too',
      from: 'tier1/scan/filterOperators: filter operators on different types',
      steps: [scan({ FilterExpression: 'place < :p', values: { ':p': 0 } }).gives({ Count: 2 })],
    },
    {
      name: 'takes sets for equal in any order',
      from: 'tier1/scan/filterOperators: Set EQ — matches regardless of element order',
      steps: [
        scan({ FilterExpression: 'languages = :l', values: { ':l': new Set(['en', 'de']) } }).gives(
          { Count: 5 },
        ),
      ],
    },
    {
      name: 'compares bytes',
      from: 'tier1/scan/filterOperators: Binary GT comparison (byte-wise)',
      steps: [
        scan({ FilterExpression: 'cover > :b', values: { ':b': Buffer.from([7, 255]) } }).gives({
          Count: 2,
        }),
      ],
    },
    {
      name: 'counts, without the items',
      from: 'tier1/scan/select: Select COUNT returns count without items on Scan',
      steps: [scan({ Select: 'COUNT' }).gives({ Count: 14, Items: undefined })],
    },
    {
      name: 'answers each item once over all pages',
      from: 'tier1/scan/basic: paginates through all items',
      steps: [
        scanAll({ Limit: 5, ProjectionExpression: 'place' }).gives({
          Items: anyOrder(places),
          Pages: 3,
        }),
      ],
    },
    {
      name: 'counts its limit before the filter',
      from: 'tier1/scan/basic: counting scanned-not-matched against Limit',
      steps: [
        scan({ Limit: 3, FilterExpression: 'tag = :t', values: { ':t': 'none' } }).gives({
          Count: 0,
          ScannedCount: 3,
        }),
      ],
    },
    {
      name: 'answers each item in one segment',
      from: 'tier1/scan/parallel: union of all segments equals full table scan',
      steps: [
        ...segments([0, 1, 2], 3),
        scan({ ProjectionExpression: 'place' }).gives({
          Items: check('as in all segments together', isUnion),
        }),
      ],
    },
    {
      name: 'refuses a segment that is not among them',
      from: `${messages}: Segment >= TotalSegments`,
      steps: [
        scan({ Segment: 5, TotalSegments: 5 }).fails(
          invalid,
          'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5',
        ),
      ],
    },
    {
      name: 'refuses a segment of nothing',
      from: `${messages}: Segment without TotalSegments`,
      steps: [
        scan({ Segment: 0 }).fails(
          invalid,
          'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
        ),
      ],
    },
    {
      name: 'refuses segments without one',
      from: `${messages}: TotalSegments without Segment`,
      steps: [
        scan({ TotalSegments: 4 }).fails(
          invalid,
          'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
        ),
      ],
    },
    {
      name: 'refuses a limit of 0',
      from: `${messages}: Limit of 0`,
      steps: [
        scan({ Limit: 0 }).fails(
          invalid,
          /at '[Ll]imit' failed to satisfy constraint: Member must have value greater than or equal to 1/,
        ),
      ],
    },
    {
      name: 'refuses begins_with of a number, whatever it finds',
      from: `${messages}: begins_with with non-string operand`,
      steps: [
        scan({ FilterExpression: 'begins_with(title, :v)', values: { ':v': 5 } }).fails(
          invalid,
          'Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
        ),
      ],
    },
    {
      name: 'refuses a reserved word',
      from: 'tier3/limits/reservedWords: reserved word without # in FilterExpression fails',
      steps: [
        scan({ FilterExpression: 'status = :v', values: { ':v': 5 } }).fails(
          invalid,
          'Invalid FilterExpression: Attribute name is a reserved keyword; reserved keyword: status',
        ),
      ],
    },
    {
      name: 'refuses doubled parentheses',
      from: `${messages}: redundant parentheses in FilterExpression`,
      steps: [
        scan({ FilterExpression: '((pages = :v))', values: { ':v': 5 } }).fails(
          invalid,
          'Invalid FilterExpression: The expression has redundant parentheses;',
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: `${messages}: non-existent table`,
      steps: [
        on(missing).scan().fails('ResourceNotFoundException', 'Requested resource not found'),
      ],
    },
  ],
}

function isUnion(_: unknown, answers: readonly Answer[]): boolean {
  const found = answers.map(({ body }) =>
    (body['Items'] as object[]).map((it) => JSON.stringify(it)),
  )
  const whole = found.pop()!
  return JSON.stringify(found.flat().sort()) === JSON.stringify(whole.sort())
}
