/**
 * Conditions of writes, and what a failed one answers.
 *
 * @module
 */
import { failed, on, type Case, type Group } from '../case.ts'
import { notes } from '../tables.ts'

const { put } = on(notes)
const refused = 'The conditional request failed'
const base = { a: 5, text: 'abcdef', list: [1, 2], map: { in: true }, set: new Set(['x', 'y']) }

/** A condition on the item above that holds, or does not. */
function condition(
  holds: boolean,
  ConditionExpression: string,
  from: string,
  values?: Record<string, unknown>,
  names?: Record<string, string>,
): Case {
  const more = { ConditionExpression, ...(values && { values }), ...(names && { names }) }
  const attempt = put({ a: 0 }, more)
  return {
    name: `${ConditionExpression} ${holds ? 'holds' : 'fails'}`,
    from,
    steps: [put(base), holds ? attempt : attempt.fails(failed, refused)],
  }
}

const basic = 'tier1/putItem/conditions'
const functions = 'tier1/putItem/expressions'
const parens = 'tier1/putItem/conditionExpressionParens'

export const conditions: Group = {
  operation: 'ConditionExpression',
  cases: [
    condition(true, 'attribute_exists(a)', `${basic}: attribute_exists condition is met`),
    condition(false, 'attribute_not_exists(pk)', `${basic}: attribute_not_exists is not met`),
    condition(
      true,
      'attribute_exists(#m.#i)',
      `${functions}: attribute_exists on nested path`,
      undefined,
      {
        '#m': 'map',
        '#i': 'in',
      },
    ),
    condition(true, 'NOT attribute_exists(b)', `${functions}: NOT attribute_exists(attr)`),
    condition(true, 'a = :v', `${basic}: supports comparison operators in conditions`, { ':v': 5 }),
    condition(false, 'a > :v', `${basic}: fails comparison when condition is not met`, { ':v': 5 }),
    condition(false, 'a = :v', `${basic}: fails comparison when condition is not met`, {
      ':v': '5',
    }),
    condition(false, 'b = :v', `${basic}: equals on a missing attribute evaluates to false`, {
      ':v': 1,
    }),
    condition(true, 'b <> :v', `${basic}: not-equals on a missing attribute evaluates to true`, {
      ':v': 1,
    }),
    condition(true, 'a BETWEEN :l AND :h', `${basic}: supports comparison operators`, {
      ':l': 5,
      ':h': 6,
    }),
    condition(true, 'a IN (:v, :w)', `${basic}: supports comparison operators`, {
      ':v': 1,
      ':w': 5,
    }),
    condition(
      true,
      'begins_with(#t, :v)',
      `${functions}: begins_with`,
      { ':v': 'abc' },
      { '#t': 'text' },
    ),
    condition(
      true,
      'contains(#t, :v)',
      `${functions}: contains(attr, :substr)`,
      { ':v': 'cd' },
      { '#t': 'text' },
    ),
    condition(
      true,
      'contains(#s, :v)',
      'tier1/query/expressions: contains(setAttr, :element)',
      { ':v': 'x' },
      { '#s': 'set' },
    ),
    condition(
      false,
      'contains(#s, :v)',
      'tier1/query/expressions: contains(setAttr, :element)',
      { ':v': 'z' },
      { '#s': 'set' },
    ),
    condition(
      true,
      '#l[1] = :v',
      'tier1/query/expressions: listAttr[0] = :val',
      { ':v': 2 },
      { '#l': 'list' },
    ),
    condition(
      true,
      'size(#t) = :v',
      `${functions}: size(attr) < :val`,
      { ':v': 6 },
      { '#t': 'text' },
    ),
    condition(true, 'attribute_type(a, :v)', `${functions}: attribute_type(attr, :type)`, {
      ':v': 'N',
    }),
    condition(true, '(a = :v) AND (NOT a = :w)', `${parens}: accepts per-condition parens`, {
      ':v': 5,
      ':w': 6,
    }),
    condition(true, 'a = :w OR a = :v AND attribute_exists(pk)', `${functions}: compound OR`, {
      ':v': 5,
      ':w': 6,
    }),
  ],
}
