/**
 * Global secondary indexes: what is in them, and how they are read.
 *
 * @module
 */
import { anyOrder, check, invalid, on, type Group } from '../case.ts'
import { book, books, lines } from '../tables.ts'
import { item } from '../values.ts'

const { query, queryAll, scan, scanAll } = on(books)
const old = { ':t': 'old' }
const gsi = 'tier1/query/gsi'
const sparse = [1, 3, 5, 7, 9]
const withStars = (...places: number[]) =>
  places.map((place) =>
    item({ shelf: 'a', place, tag: 'old', stars: place <= 5 ? 3 : 5, title: `Book ${place}` }),
  )
const tagged = on(lines)
const byTag = (more: object = {}) =>
  tagged.query('tag = :t', { ':t': '~' }, { IndexName: 'byTag', ...more })

export const indexes: Group = {
  operation: 'Global secondary indexes',
  cases: [
    {
      name: 'hold the items that have their key, and no others',
      from: `${gsi}: sparse GSI: items without GSI key attributes are excluded`,
      steps: [
        query('tag = :t', old, { IndexName: 'byTag', Select: 'COUNT' }).gives({
          Count: 5,
          ScannedCount: 5,
        }),
      ],
    },
    {
      name: 'answer whole items where all is projected',
      from: `${gsi}: queries a hash-only GSI (gsi1)`,
      steps: [
        queryAll('tag = :t', old, { IndexName: 'byTag' }).gives({
          Items: anyOrder(sparse.map(book)),
        }),
      ],
    },
    {
      name: 'answer keys and what is included',
      from: 'tier1/query/selectOnIndexes: ALL_PROJECTED_ATTRIBUTES on GSI returns only projected attributes',
      steps: [
        query('tag = :t AND stars = :s', { ...old, ':s': 5 }, { IndexName: 'byTagStars' }).gives({
          Items: anyOrder(withStars(7, 9)),
        }),
      ],
    },
    {
      name: 'answer keys alone',
      from: 'tier1/createTable/gsi: projection KEYS_ONLY',
      steps: [
        query('title = :t', { ':t': 'Book 4' }, { IndexName: 'byTitle' }).gives({
          Items: [item({ shelf: 'a', place: 4, title: 'Book 4' })],
        }),
      ],
    },
    {
      name: 'are sorted by their own sort key',
      from: `${gsi}: queries a composite GSI (gsi2) with hash and range`,
      steps: [
        query(
          'tag = :t AND stars > :s',
          { ...old, ':s': 1 },
          { IndexName: 'byTagStars', ScanIndexForward: false, ProjectionExpression: 'stars' },
        ).gives({
          Items: [5, 5, 3, 3, 3].map((stars) => item({ stars })),
        }),
      ],
    },
    {
      name: 'leave out items that lack their sort key',
      from: `${gsi}: sparse composite GSI: an item with the GSI hash key but no range key is excluded`,
      steps: [query('tag = :t', { ':t': 'new' }, { IndexName: 'byTagStars' }).gives({ Count: 0 })],
    },
    {
      name: 'go on at a key of table and index together',
      from: `${gsi}: composes LastEvaluatedKey from base and index keys and walks every tied item once`,
      steps: [
        query('tag = :t', old, { IndexName: 'byTagStars', Limit: 5 }).gives({
          LastEvaluatedKey: check('place, shelf, stars and tag', hasAllKeys),
        }),
        queryAll('tag = :t', old, { IndexName: 'byTagStars', Limit: 1 }).gives({
          Items: anyOrder(withStars(...sparse)),
        }),
      ],
    },
    {
      name: 'are scanned page by page, each item once',
      from: 'tier1/scan/gsiPagination: returns all items across paginated GSI scan',
      steps: [
        scanAll({ IndexName: 'byTagStars', Limit: 2 }).gives({
          Items: anyOrder(withStars(...sparse)),
        }),
      ],
    },
    {
      name: 'follow a new key of an item',
      from: 'tier1/putItem/indexConsumedCapacity: a key change: delete plus insert',
      steps: [
        tagged.put({ sk: 'a', tag: '~', rank: 1 }),
        byTag().gives({ Items: [item({ pk: '~', sk: 'a', tag: '~', rank: 1 })] }),
        tagged.update('SET #r = :r', { ':r': 7 }, { names: { '#r': 'rank' } }, { sk: 'a' }),
        byTag({ ProjectionExpression: '#r', names: { '#r': 'rank' } }).gives({
          Items: [item({ rank: 7 })],
        }),
      ],
    },
    {
      name: 'forget an item that loses its key, and one that is deleted',
      from: 'tier1/putItem/indexConsumedCapacity: remove the key: delete only',
      steps: [
        tagged.put({ sk: 'a', tag: '~', rank: 1 }),
        tagged.put({ sk: 'b', tag: '~', rank: 2 }),
        tagged.update('REMOVE tag', undefined, {}, { sk: 'a' }),
        tagged.delete({}, { sk: 'b' }),
        byTag().gives({ Items: [] }),
      ],
    },
    {
      name: 'refuse ConsistentRead',
      from: 'tier3/error-messages/indexReads: ConsistentRead on GSI',
      steps: [
        query('tag = :t', old, { IndexName: 'byTag', ConsistentRead: true }).fails(
          invalid,
          'Consistent reads are not supported on global secondary indexes',
        ),
      ],
    },
    {
      name: 'refuse ALL_ATTRIBUTES where not all is projected',
      from: 'tier1/query/selectOnIndexes: Select modes on indexes',
      steps: [
        query('tag = :t', old, { IndexName: 'byTagStars', Select: 'ALL_ATTRIBUTES' }).fails(
          invalid,
          /^One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index byTagStars/,
        ),
      ],
    },
    {
      name: 'refuse a start without the key of the index',
      from: `${gsi}: rejects ExclusiveStartKey missing the index key on a GSI query`,
      steps: [
        query('tag = :t', old, {
          IndexName: 'byTag',
          ExclusiveStartKey: item({ shelf: 'a', place: 1 }),
        }).fails(invalid, /The provided starting key is invalid/),
      ],
    },
    {
      name: 'are refused by a Query when they are not there',
      from: 'tier3/validation-ordering/index: Query on a non-existent index',
      steps: [
        query('tag = :t', old, { IndexName: 'byMood' }).fails(
          invalid,
          'The table does not have the specified index: byMood',
        ),
      ],
    },
    {
      name: 'are refused by a Scan when they are not there',
      from: 'tier3/validation-ordering/index: Scan on a non-existent index',
      steps: [
        scan({ IndexName: 'byMood' }).fails(
          invalid,
          'The table does not have the specified index: byMood',
        ),
      ],
    },
  ],
}

function hasAllKeys(key: unknown): boolean {
  return (
    Object.keys((key as object) ?? {})
      .sort()
      .join() === 'place,shelf,stars,tag'
  )
}
