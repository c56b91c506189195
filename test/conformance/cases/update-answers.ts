/**
 * What UpdateItem answers.
 *
 * @module
 */
import { on, type Case, type Group } from '../case.ts'
import { notes } from '../tables.ts'
import { item } from '../values.ts'

const { put, update } = on(notes)
const basic = 'tier1/updateItem/basic'

/** What it answers of an item `{ a: 1, b: 1 }`. */
const answers = (
  kind: string,
  expression: string,
  Attributes: Record<string, unknown> | undefined,
  from: string,
): Case => ({
  name: `answers ${kind} of ${expression}`,
  from,
  steps: [
    put({ a: 1, b: 1, map: { in: 1, out: 1 } }),
    update(expression, expression.includes(':v') ? { ':v': 2 } : undefined, {
      ReturnValues: kind,
    }).gives({
      Attributes: Attributes && item(Attributes),
    }),
  ],
})

export const updateAnswers: Group = {
  operation: 'UpdateItem',
  cases: [
    answers(
      'ALL_NEW',
      'SET a = :v',
      { pk: '~', a: 2, b: 1, map: { in: 1, out: 1 } },
      `${basic}: returns ALL_NEW after update`,
    ),
    answers(
      'ALL_OLD',
      'SET a = :v',
      { pk: '~', a: 1, b: 1, map: { in: 1, out: 1 } },
      `${basic}: return values`,
    ),
    answers(
      'UPDATED_NEW',
      'SET a = :v',
      { a: 2 },
      `${basic}: returns UPDATED_NEW for changed attributes`,
    ),
    answers(
      'UPDATED_OLD',
      'SET a = :v',
      { a: 1 },
      `${basic}: returns UPDATED_OLD for changed attributes`,
    ),
    answers(
      'UPDATED_NEW',
      'REMOVE a',
      undefined,
      `${basic}: REMOVE with UPDATED_NEW omits Attributes`,
    ),
    answers('NONE', 'SET a = :v', undefined, `${basic}: return values`),
    {
      name: 'answers UPDATED_NEW of a path as that path alone',
      from: `${basic}: UPDATED_NEW on a nested SET returns only the changed fragment`,
      steps: [
        put({ map: { in: 1, out: 1 } }),
        update(
          'SET #m.#i = :v',
          { ':v': 2 },
          { names: { '#m': 'map', '#i': 'in' }, ReturnValues: 'UPDATED_NEW' },
        ).gives({
          Attributes: item({ map: { in: 2 } }),
        }),
      ],
    },
  ],
}
