/**
 * What Query refuses.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { books, missing } from '../tables.ts'
import { item } from '../values.ts'

const { query } = on(books)
const messages = 'tier3/error-messages/query'
const shelf = { ':s': 'a' }

export const queryRefusals: Group = {
  operation: 'Query',
  cases: [
    {
      name: 'refuses a start that is no key',
      from: `${messages}: malformed ExclusiveStartKey`,
      steps: [
        query('shelf = :s', shelf, { ExclusiveStartKey: item({ shelf: 'a' }) }).fails(
          invalid,
          'The provided starting key is invalid',
        ),
      ],
    },
    {
      name: 'refuses a condition without the partition key',
      from: `${messages}: missing hash key in KeyConditionExpression`,
      steps: [
        query('place = :s', { ':s': 1 }).fails(
          invalid,
          'Query condition missed key schema element: shelf',
        ),
      ],
    },
    {
      name: 'refuses a condition on another attribute',
      from: `${messages}: non-key attribute in KeyConditionExpression`,
      steps: [
        query('shelf = :s AND title = :t', { ...shelf, ':t': 'x' }).fails(
          invalid,
          'Query condition missed key schema element: place',
        ),
      ],
    },
    {
      name: 'refuses other than = on the partition key',
      from: 'dynalite test/query: Query key condition not supported',
      steps: [query('shelf > :s', shelf).fails(invalid, 'Query key condition not supported')],
    },
    {
      name: 'refuses a value of another type for a key',
      from: 'dynalite test/query: Condition parameter type does not match schema type',
      steps: [
        query('shelf = :s', { ':s': 1 }).fails(
          invalid,
          'One or more parameter values were invalid: Condition parameter type does not match schema type',
        ),
      ],
    },
    {
      name: 'refuses a filter on a key',
      from: 'dynalite test/query: Filter Expression can only contain non-primary key attributes',
      steps: [
        query('shelf = :s', { ...shelf, ':p': 1 }, { FilterExpression: 'place = :p' }).fails(
          invalid,
          'Filter Expression can only contain non-primary key attributes: Primary key attribute: place',
        ),
      ],
    },
    {
      name: 'refuses a limit of 0',
      from: `${messages}: Limit of 0`,
      steps: [
        query('shelf = :s', shelf, { Limit: 0 }).fails(
          invalid,
          /at '[Ll]imit' failed to satisfy constraint: Member must have value greater than or equal to 1/,
        ),
      ],
    },
    {
      name: 'refuses an empty condition',
      from: `${messages}: empty KeyConditionExpression`,
      steps: [
        query('', shelf).fails(
          invalid,
          'Invalid KeyConditionExpression: The expression can not be empty;',
        ),
      ],
    },
    {
      name: 'refuses a name in a filter that is not given',
      from: `${messages}: filter references undefined ExpressionAttributeNames`,
      steps: [
        query('shelf = :s', { ...shelf, ':v': 1 }, { FilterExpression: '#n = :v' }).fails(
          invalid,
          'Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute name: #n',
        ),
      ],
    },
    {
      name: 'refuses Select of a kind that is none',
      from: `${messages}: invalid Select value`,
      steps: [
        query('shelf = :s', shelf, { Select: 'SOME' }).fails(
          invalid,
          /^1 validation error detected: Value 'SOME' at 'select' failed to satisfy constraint: Member must satisfy enum value set: \[/,
        ),
      ],
    },
    {
      name: 'refuses Select COUNT with a projection',
      from: 'tier1/query/select: Select COUNT with ProjectionExpression is rejected',
      steps: [
        query('shelf = :s', shelf, { Select: 'COUNT', ProjectionExpression: 'title' }).fails(
          invalid,
          'Cannot specify the ProjectionExpression when choosing to get only the Count',
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier1/query/validation: rejects query on non-existent table',
      steps: [
        on(missing)
          .query('shelf = :s', shelf)
          .fails('ResourceNotFoundException', 'Requested resource not found'),
      ],
    },
  ],
}
