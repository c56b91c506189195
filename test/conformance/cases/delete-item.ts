/**
 * DeleteItem.
 *
 * @module
 */
import { failed, invalid, on, type Group } from '../case.ts'
import { lines, missing, notes } from '../tables.ts'
import { item } from '../values.ts'

const { put, get, delete: remove } = on(notes)

export const deleteItem: Group = {
  operation: 'DeleteItem',
  cases: [
    {
      name: 'deletes an item',
      from: 'tier1/deleteItem/basic: deletes an existing item',
      steps: [put(), remove(), get().gives({ Item: undefined })],
    },
    {
      name: 'deletes one item of a partition',
      from: 'tier1/deleteItem/basic: deletes an item from a composite key table',
      steps: [
        on(lines).put({ sk: 'a' }),
        on(lines).put({ sk: 'b' }),
        on(lines).delete({}, { sk: 'a' }),
        on(lines)
          .query('pk = :p', { ':p': '~' })
          .gives({ Items: [item({ pk: '~', sk: 'b' })] }),
      ],
    },
    {
      name: 'is content with an item that is not there',
      from: 'tier1/deleteItem/basic: succeeds silently when deleting a non-existent item',
      steps: [remove({ ReturnValues: 'ALL_OLD' }).gives({ Attributes: undefined })],
    },
    {
      name: 'answers what it deleted, if asked for',
      from: 'tier1/deleteItem/basic: returns ALL_OLD when deleting an existing item',
      steps: [
        put({ a: 1 }),
        remove({ ReturnValues: 'ALL_OLD' }).gives({ Attributes: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'deletes when its condition holds',
      from: 'tier1/deleteItem/basic: deletes when condition is met',
      steps: [
        put({ a: 1 }),
        remove({ ConditionExpression: 'a = :v', values: { ':v': 1 } }),
        get().gives({ Item: undefined }),
      ],
    },
    {
      name: 'keeps the item when its condition fails',
      from: 'tier1/deleteItem/conditionExpressionParens: condition fails; item remains',
      steps: [
        put({ a: 1 }),
        remove({ ConditionExpression: '(a = :v)', values: { ':v': 2 } }).fails(
          failed,
          'The conditional request failed',
        ),
        get().gives({ Item: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'refuses a key without its sort key',
      from: 'tier3/error-messages/deleteItem: malformed Key',
      steps: [
        on(lines).delete().fails(invalid, 'The provided key element does not match the schema'),
      ],
    },
    {
      name: 'refuses ReturnValues of an update',
      from: 'tier3/validation-ordering/deleteItem: invalid ReturnValues',
      steps: [remove({ ReturnValues: 'ALL_NEW' }).fails(invalid)],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier3/error-messages/deleteItem: non-existent table',
      steps: [
        on(missing).delete().fails('ResourceNotFoundException', 'Requested resource not found'),
      ],
    },
  ],
}
