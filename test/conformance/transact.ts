/**
 * The parts of transactions, on the table of notes.
 *
 * @module
 */
import { step, toParameters, type Step } from './case.ts'
import { notes } from './tables.ts'
import { item } from './values.ts'

type Plain = Record<string, unknown>
export const key = (pk = '~') => ({ TableName: notes, Key: item({ pk }) })
export const put = (plain: Plain = {}, more: Plain = {}) => ({
  Put: { TableName: notes, Item: item({ pk: '~', ...plain }), ...toParameters(more) },
})
export const update = (pk: string, UpdateExpression: string, values: Plain, more: Plain = {}) => ({
  Update: { ...key(pk), UpdateExpression, ...toParameters({ values, ...more }) },
})
export const remove = (pk: string, more: Plain = {}) => ({
  Delete: { ...key(pk), ...toParameters(more) },
})
export const verify = (pk: string, ConditionExpression: string, values?: Plain) => ({
  ConditionCheck: { ...key(pk), ConditionExpression, ...toParameters(values ? { values } : {}) },
})
export const write = (TransactItems: object[], more: object = {}) =>
  step('TransactWriteItems', { TransactItems, ...more })

/** It fails as a whole, with a reason for each of its writes. */
export function cancelled(attempt: Step, ...reasons: Plain[]): Step {
  const codes = reasons.map(({ Code }) => Code).join(', ')
  return attempt.fails(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  )
}
