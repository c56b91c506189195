/**
 * TransactGetItems.
 *
 * @module
 */
import { invalid, on, step, type Group } from '../case.ts'
import { book, books, missing, notes } from '../tables.ts'
import { cancelled, key } from '../transact.ts'
import { item } from '../values.ts'

const read = (...gets: object[]) =>
  step('TransactGetItems', { TransactItems: gets.map((Get) => ({ Get })) })
const bookAt = (place: number) => ({ TableName: books, Key: item({ shelf: 'a', place }) })

export const transactGetItems: Group = {
  operation: 'TransactGetItems',
  cases: [
    {
      name: 'answers in the order asked, with gaps where nothing is',
      from: 'tier2/transactions/transactGet: returns empty Item for non-existing items in the mix',
      steps: [
        read(bookAt(3), bookAt(99), bookAt(1)).gives({
          Responses: [{ Item: book(3) }, {}, { Item: book(1) }],
        }),
      ],
    },
    {
      name: 'reads several tables',
      from: 'tier2/transactions/transactGet: gets items across tables',
      steps: [
        on(notes).put({ a: 1 }),
        read(bookAt(3), key()).gives({
          Responses: [{ Item: book(3) }, { Item: item({ pk: '~', a: 1 }) }],
        }),
      ],
    },
    {
      name: 'projects',
      from: 'tier3/error-messages/transactGetItems: ProjectionExpression',
      steps: [
        read({ ...bookAt(3), ProjectionExpression: 'title' }).gives({
          Responses: [{ Item: item({ title: 'Book 3' }) }],
        }),
      ],
    },
    {
      name: 'refuses a key twice',
      from: 'tier2/transactions/transactGet: rejects duplicate keys in same transaction',
      steps: [
        read(bookAt(3), bookAt(3)).fails(
          invalid,
          'Transaction request cannot include multiple operations on one item',
        ),
      ],
    },
    {
      name: 'refuses a key that is none, with a reason',
      from: 'tier3/error-messages/transactGetItems: missing key attribute',
      steps: [
        cancelled(read({ TableName: notes, Key: {} }), {
          Code: 'ValidationError',
          Message: 'The provided key element does not match the schema',
        }),
      ],
    },
    {
      name: 'refuses 101 items',
      from: 'tier3/error-messages/transactGetItems: > 100 gets',
      steps: [
        read(...Array.from({ length: 101 }, (_, index) => key(`~${index}`))).fails(
          invalid,
          /[Mm]ember must have length less than or equal to 100/,
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier3/error-messages/transactGetItems: non-existent table',
      steps: [
        read({ TableName: missing, Key: item({ pk: 'x' }) }).fails(
          'ResourceNotFoundException',
          'Requested resource not found',
        ),
      ],
    },
  ],
}
