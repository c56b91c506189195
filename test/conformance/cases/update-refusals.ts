/**
 * What UpdateItem refuses.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { lines, missing, notes } from '../tables.ts'
import { raw } from '../values.ts'

const { put, update } = on(notes)
const paths = 'tier1/updateItem/paths'
const messages = 'tier3/error-messages/updateItem'

export const updateRefusals: Group = {
  operation: 'UpdateItem',
  cases: [
    {
      name: 'refuses a path into nothing',
      from: `${paths}: SET fails when intermediate map path does not exist`,
      steps: [
        put(),
        update('SET a.b = :v', { ':v': 1 }).fails(
          invalid,
          'The document path provided in the update expression is invalid for update',
        ),
      ],
    },
    {
      name: 'refuses to change a key',
      from: `${messages}: cannot update hash key attribute`,
      steps: [
        update('SET pk = :v', { ':v': 'x' }).fails(
          invalid,
          'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
        ),
      ],
    },
    {
      name: 'refuses to change a sort key',
      from: `${messages}: cannot update range key attribute on composite table`,
      steps: [
        on(lines)
          .update('SET sk = :v', { ':v': 'x' }, {}, { sk: 'a' })
          .fails(
            invalid,
            'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
          ),
      ],
    },
    {
      name: 'refuses arithmetic on text',
      from: 'dynalite test/updateItem: An operand in the update expression has an incorrect data type',
      steps: [
        put({ a: 'x' }),
        update('SET a = a + :v', { ':v': 1 }).fails(
          invalid,
          'An operand in the update expression has an incorrect data type',
        ),
      ],
    },
    {
      name: 'refuses arithmetic on what is not there',
      from: 'dynalite test/updateItem: refers to an attribute that does not exist in the item',
      steps: [
        put(),
        update('SET a = a + :v', { ':v': 1 }).fails(
          invalid,
          'The provided expression refers to an attribute that does not exist in the item',
        ),
      ],
    },
    {
      name: 'refuses a sum that is too large',
      from: 'tier3/limits/numberPrecision: rejects arithmetic that overflows',
      steps: [
        update('SET n = :a + :b', {
          ':a': raw({ N: '9.9e125' }),
          ':b': raw({ N: '9.9e125' }),
        }).fails(invalid, /Number overflow/),
      ],
    },
    {
      name: 'refuses two paths that overlap',
      from: `${paths}: multiple SET on same attribute in one expression`,
      steps: [
        update('SET a = :v, a = :v', { ':v': 1 }).fails(
          invalid,
          'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]',
        ),
      ],
    },
    {
      name: 'refuses an expression that is none',
      from: `${messages}: invalid UpdateExpression syntax`,
      steps: [
        update('INVALID SYNTAX HERE').fails(
          invalid,
          /Invalid UpdateExpression: Syntax error; token: "INVALID", near: "INVALID SYNTAX"/,
        ),
      ],
    },
    {
      name: 'refuses an empty expression',
      from: `${messages}: empty UpdateExpression`,
      steps: [
        update('').fails(invalid, 'Invalid UpdateExpression: The expression can not be empty;'),
      ],
    },
    {
      name: 'refuses a value that is not given',
      from: `${messages}: missing ExpressionAttributeValues reference`,
      steps: [
        update('SET a = :v').fails(
          invalid,
          'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v',
        ),
      ],
    },
    {
      name: 'refuses a value that is not used',
      from: `${messages}: unused ExpressionAttributeValues`,
      steps: [
        update('SET a = :v', { ':v': 1, ':w': 1 }).fails(
          invalid,
          'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
        ),
      ],
    },
    {
      name: 'refuses a name that is not used',
      from: `${messages}: unused ExpressionAttributeNames`,
      steps: [
        update('SET a = :v', { ':v': 1 }, { names: { '#w': 'w' } }).fails(
          invalid,
          'Value provided in ExpressionAttributeNames unused in expressions: keys: {#w}',
        ),
      ],
    },
    {
      name: 'refuses a name without #',
      from: 'tier1/updateItem/expressionHygiene: rejects an ExpressionAttributeNames key without a # prefix',
      steps: [update('SET #s = :v', { ':v': 1 }, { names: { s: 'status' } }).fails(invalid)],
    },
    {
      name: 'refuses a reserved word',
      from: 'tier3/limits/reservedWords: reserved word without # in UpdateExpression fails',
      steps: [
        update('SET status = :v', { ':v': 1 }).fails(
          invalid,
          'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status',
        ),
      ],
    },
    {
      name: 'refuses to make an item of more than 400 KB',
      from: 'tier3/limits/itemSizeBySurface: UpdateItem, with the update wording',
      steps: [
        put({ a: 'x'.repeat(300_000) }),
        update('SET b = :v', { ':v': 'x'.repeat(200_000) }).fails(
          invalid,
          'Item size to update has exceeded the maximum allowed size',
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier1/updateItem/validation: rejects update on non-existent table',
      steps: [
        on(missing)
          .update('SET a = :v', { ':v': 1 })
          .fails('ResourceNotFoundException', 'Requested resource not found'),
      ],
    },
  ],
}
