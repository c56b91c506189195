/**
 * What a failed condition answers, and which are refused.
 *
 * @module
 */
import { failed, invalid, on, type Group } from '../case.ts'
import { notes } from '../tables.ts'
import { item } from '../values.ts'

const { put, get, update, delete: remove } = on(notes)
const refused = 'The conditional request failed'
const basic = 'tier1/putItem/conditions'

export const failedConditions: Group = {
  operation: 'ConditionExpression',
  cases: [
    {
      name: 'a failed one changes nothing',
      from: 'tier1/updateItem/conditions: rejects UpdateItem when parenthesised condition fails; item unchanged',
      steps: [
        put({ a: 1 }),
        update('SET a = :n', { ':n': 2, ':v': 9 }, { ConditionExpression: 'a = :v' }).fails(
          failed,
          refused,
        ),
        get().gives({ Item: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'a failed update of what is not there leaves no item behind',
      from: 'tier1/updateItem/conditions: attribute_exists rejects update on non-existent item',
      steps: [
        update('SET a = :n', { ':n': 2 }, { ConditionExpression: 'attribute_exists(pk)' }).fails(
          failed,
          refused,
        ),
        get().gives({ Item: undefined }),
      ],
    },
    {
      name: 'a failed put answers the stored item, if asked for',
      from: 'tier1/putItem/conditions: returns the conflicting item via ReturnValuesOnConditionCheckFailure',
      steps: [
        put({ a: 1 }),
        put(
          { a: 2 },
          {
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        ).fails(failed, refused, { Item: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'a failed update answers the stored item, if asked for',
      from: 'tier1/updateItem/conditions: ReturnValuesOnConditionCheckFailure ALL_OLD',
      steps: [
        put({ a: 1 }),
        update(
          'SET a = :n',
          { ':n': 2 },
          { ConditionExpression: 'a > :n', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
        ).fails(failed, refused, { Item: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'a failed delete answers the stored item, if asked for',
      from: 'tier3/error-messages/conditionalCheck: ReturnValuesOnConditionCheckFailure: ALL_OLD',
      steps: [
        put({ a: 1 }),
        remove({
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }).fails(failed, refused, { Item: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'a failed one answers no item unless asked for',
      from: 'tier3/error-messages/conditionalCheck: ConditionalCheckFailed on PutItem',
      steps: [
        put({ a: 1 }),
        put({ a: 2 }, { ConditionExpression: 'attribute_not_exists(pk)' }).fails(failed, refused, {
          Item: undefined,
        }),
      ],
    },
    {
      name: 'bounds of BETWEEN that are the wrong way round are refused',
      from: `${basic}: rejects a BETWEEN with reversed bounds at parse time`,
      steps: [
        put({}, { ConditionExpression: 'a BETWEEN :h AND :l', values: { ':l': 1, ':h': 2 } }).fails(
          invalid,
        ),
      ],
    },
    {
      name: 'doubled parentheses are refused',
      from: 'tier3/error-messages/putItem: redundant parentheses in ConditionExpression',
      steps: [
        put({}, { ConditionExpression: '((attribute_not_exists(pk)))' }).fails(
          invalid,
          'Invalid ConditionExpression: The expression has redundant parentheses;',
        ),
      ],
    },
    {
      name: 'contains of a path in itself is refused',
      from: 'tier3/error-messages/putItem: contains() with duplicate path and operand',
      steps: [
        put({}, { ConditionExpression: 'contains(#a, #a)', names: { '#a': 'data' } }).fails(
          invalid,
          'Invalid ConditionExpression: The first operand must be distinct from the remaining operands for ' +
            'this operator or function; operator: contains, first operand: [data]',
        ),
      ],
    },
    {
      name: 'a reserved word is refused',
      from: 'tier3/limits/reservedWords: reserved word without # in ConditionExpression fails',
      steps: [
        put({}, { ConditionExpression: 'status = :v', values: { ':v': 'x' } }).fails(
          invalid,
          'Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: status',
        ),
      ],
    },
    {
      name: 'a condition of more than 4096 bytes is refused',
      from: 'tier3/limits/expressionSize: rejects a ConditionExpression over the 4096-byte limit',
      steps: [
        put({}, { ConditionExpression: `${'x'.repeat(4092)} = :v`, values: { ':v': 1 } }).fails(
          invalid,
        ),
      ],
    },
  ],
}
