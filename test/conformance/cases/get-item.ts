/**
 * GetItem: keys, projections, and what it refuses.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { book, books, lines, missing, notes } from '../tables.ts'
import { item, raw } from '../values.ts'

const { get } = on(books)
const Key = item({ shelf: 'a', place: 3 })
const project = (ProjectionExpression: string, names?: Record<string, string>) =>
  get({ Key, ProjectionExpression, ...(names && { names }) })
const overlap = (one: string, two: string) =>
  'Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite ' +
  `one of these paths; path one: [${one}], path two: [${two}]`

export const getItem: Group = {
  operation: 'GetItem',
  cases: [
    {
      name: 'answers the whole item',
      from: 'tier1/getItem/basic: retrieves an item from a composite key table',
      steps: [get({ Key }).gives({ Item: book(3) })],
    },
    {
      name: 'answers the same without ConsistentRead',
      from: 'tier1/getItem/basic: accepts ConsistentRead: false',
      steps: [get({ Key, ConsistentRead: false }).gives({ Item: book(3) })],
    },
    {
      name: 'answers no Item for a partition key that nothing has',
      from: 'tier1/getItem/basic: returns no Item for a non-existent key',
      steps: [get({ Key: item({ shelf: '~', place: 3 }) }).gives({ Item: undefined })],
    },
    {
      name: 'answers no Item for a sort key that nothing has',
      from: 'tier1/getItem/basic: returns no Item when hash matches but sort key does not',
      steps: [get({ Key: item({ shelf: 'a', place: 3.5 }) }).gives({ Item: undefined })],
    },
    {
      name: 'takes a number for the same however it is written',
      from: 'tier1/putItem/numericKeys: supports decimal value as numeric hash key',
      steps: [
        get({ Key: item({ shelf: 'a', place: raw({ N: '0.30E1' }) }) }).gives({ Item: book(3) }),
      ],
    },
    {
      name: 'answers what is projected, and the key only if asked for',
      from: 'tier1/getItem/basic: returns only projected attributes',
      steps: [project('title, pages').gives({ Item: item({ title: 'Book 3', pages: 300 }) })],
    },
    {
      name: 'projects inside maps, keeping the way to them',
      from: 'tier1/getItem/projection: multiple sibling paths in one map keeps all of them',
      steps: [
        project('printed.#y, printed.#b.city', { '#y': 'year', '#b': 'by' }).gives({
          Item: item({ printed: { year: 2002, by: { city: 'Bern' } } }),
        }),
      ],
    },
    {
      name: 'projects elements of a list, closed up and in their order',
      from: 'tier1/getItem/projection: multiple list indices compacted and index-ordered',
      steps: [
        project('parts[2], parts[0]').gives({
          Item: item({ parts: [{ name: 'one', weight: 1 }, 'index'] }),
        }),
      ],
    },
    {
      name: 'merges two paths into one element of a list',
      from: 'tier1/getItem/projection: merges two scalar sub-attributes of one list index',
      steps: [
        project('parts[1].#n, parts[1].weight', { '#n': 'name' }).gives({
          Item: item({ parts: [{ name: 'two', weight: 2 }] }),
        }),
      ],
    },
    {
      name: 'answers an empty Item where nothing projected is there',
      from: 'tier1/getItem/projection: returns an empty Item when ProjectionExpression matches no attribute',
      steps: [project('absent, printed.absent').gives({ Item: {} })],
    },
    {
      name: 'tells the capacity it took',
      from: 'tier1/getItem/consumedCapacity: a strongly-consistent GetItem reports 1 CapacityUnit',
      steps: [
        get({ Key, ReturnConsumedCapacity: 'TOTAL' }).gives({
          ConsumedCapacity: { TableName: books, CapacityUnits: 1 },
        }),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier3/error-messages/getItem: non-existent table',
      steps: [on(missing).get().fails('ResourceNotFoundException', 'Requested resource not found')],
    },
    {
      name: 'refuses a key without its sort key',
      from: 'tier3/error-messages/getItem: malformed Key (missing range key on composite table)',
      steps: [on(lines).get().fails(invalid, 'The provided key element does not match the schema')],
    },
    {
      name: 'refuses a key with one attribute too many',
      from: 'tier1/getItem/validation: rejects GetItem with missing range key on composite table',
      steps: [
        on(notes)
          .get({}, { sk: 'x' })
          .fails(invalid, 'The provided key element does not match the schema'),
      ],
    },
    {
      name: 'refuses a key of another type',
      from: 'tier3/error-messages/transactWriteItems: Update wrong-typed Key',
      steps: [
        on(notes)
          .get({ Key: item({ pk: 5 }) })
          .fails(invalid, 'The provided key element does not match the schema'),
      ],
    },
    {
      name: 'refuses an empty key',
      from: 'tier3/limits/emptyValues: empty string as hash key value is rejected',
      steps: [
        on(notes)
          .get({ Key: item({ pk: '' }) })
          .fails(
            invalid,
            'One or more parameter values are not valid. The AttributeValue for a key attribute ' +
              'cannot contain an empty string value. Key: pk',
          ),
      ],
    },
    {
      name: 'refuses a key of more than 2048 bytes',
      from: 'tier3/limits/keyLength: rejects an over-limit partition key on the read path',
      steps: [
        on(notes)
          .get({ Key: item({ pk: 'k'.repeat(2049) }) })
          .fails(invalid),
      ],
    },
    {
      name: 'refuses a projection that is none',
      from: 'tier3/error-messages/getItem: invalid ProjectionExpression syntax',
      steps: [
        project('!!! INVALID !!!').fails(
          invalid,
          'Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"',
        ),
      ],
    },
    {
      name: 'refuses the same path twice',
      from: 'tier3/error-messages/getItem: raw duplicate paths (a, a)',
      steps: [project('pages, pages').fails(invalid, overlap('pages', 'pages'))],
    },
    {
      name: 'refuses a path and what is inside it',
      from: 'tier3/error-messages/getItem: aliased parent and child paths (#a, #a.#b)',
      steps: [
        project('#p, #p.#y', { '#p': 'printed', '#y': 'year' }).fails(
          invalid,
          overlap('printed', 'printed, year'),
        ),
      ],
    },
    {
      name: 'refuses a name that is not given',
      from: 'tier3/error-messages/getItem: undefined attribute name (#undef)',
      steps: [
        project('#undef').fails(
          invalid,
          'Invalid ProjectionExpression: An expression attribute name used in the document path is ' +
            'not defined; attribute name: #undef',
        ),
      ],
    },
    {
      name: 'refuses a reserved word',
      from: 'tier3/limits/reservedWords: reserved word without # in ProjectionExpression fails',
      steps: [
        project('shelf, status').fails(
          invalid,
          'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: status',
        ),
      ],
    },
  ],
}
