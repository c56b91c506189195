/**
 * UpdateItem: SET, REMOVE, ADD and DELETE, and paths.
 *
 * @module
 */
import { on, type Case, type Group } from '../case.ts'
import { notes } from '../tables.ts'
import { item, raw } from '../values.ts'

const { put, get, update } = on(notes)
type Plain = Record<string, unknown>

/** What an update makes of an item. */
function change(
  name: string,
  from: string,
  before: Plain,
  expression: string,
  values: Plain | undefined,
  after: Plain,
  names?: Record<string, string>,
): Case {
  return {
    name,
    from,
    steps: [
      put(before),
      update(expression, values, { ...(names && { names }) }),
      get().gives({ Item: item({ pk: '~', ...after }) }),
    ],
  }
}

const basic = 'tier1/updateItem/basic'
const paths = 'tier1/updateItem/paths'

export const updateItem: Group = {
  operation: 'UpdateItem',
  cases: [
    {
      name: 'makes an item that is not there',
      from: `${basic}: creates an item when it does not exist (upsert)`,
      steps: [update('SET a = :v', { ':v': 1 }), get().gives({ Item: item({ pk: '~', a: 1 }) })],
    },
    {
      name: 'makes an item of a key alone',
      from: `${basic}: upsert with only Key and no update actions creates the item`,
      steps: [update(undefined), get().gives({ Item: item({ pk: '~' }) })],
    },
    change(
      'sets and keeps the rest',
      `${basic}: adds a new attribute to an existing item`,
      { a: 1 },
      'SET b = :v',
      { ':v': 2 },
      { a: 1, b: 2 },
    ),
    change(
      'adds and subtracts',
      `${basic}: supports SET with arithmetic`,
      { a: 10 },
      'SET a = a + :v, b = a - :v',
      { ':v': 3 },
      { a: 13, b: 7 },
    ),
    change(
      'adds without losing a digit',
      'tier3/limits/numberPrecision',
      { a: raw({ N: '12345678901234567890123456789012345677' }) },
      'SET a = a + :v',
      { ':v': 1 },
      {
        a: raw({ N: '12345678901234567890123456789012345678' }),
      },
    ),
    change(
      'reads values as they were before the update',
      `${basic}: a second SET clause reads the pre-update value`,
      { a: 1, b: 2 },
      'SET a = b, b = a',
      undefined,
      { a: 2, b: 1 },
    ),
    change(
      'if_not_exists keeps what is there',
      `${basic}: supports SET with if_not_exists`,
      { a: 1 },
      'SET a = if_not_exists(a, :v), b = if_not_exists(b, :v)',
      { ':v': 9 },
      { a: 1, b: 9 },
    ),
    change(
      'counts from nothing',
      `${basic}: applies arithmetic around if_not_exists`,
      {},
      'SET a = if_not_exists(a, :z) + :v',
      { ':z': 0, ':v': 2 },
      { a: 2 },
    ),
    change(
      'list_append at the end and the front',
      `${basic}: list_append argument order controls prepend vs append`,
      { a: [1], b: [1] },
      'SET a = list_append(a, :v), b = list_append(:v, b)',
      { ':v': [2] },
      { a: [1, 2], b: [2, 1] },
    ),
    change(
      'list_append onto nothing',
      `${basic}: list_append(if_not_exists(list, :empty), :more)`,
      {},
      'SET a = list_append(if_not_exists(a, :e), :v)',
      { ':e': [], ':v': [1] },
      { a: [1] },
    ),
    change(
      'removes attributes, and what is not there without a word',
      `${basic}: REMOVE on non-existent attribute succeeds silently`,
      { a: 1, b: 2 },
      'REMOVE a, c',
      undefined,
      { b: 2 },
    ),
    change(
      'ADD makes a number',
      `${basic}: ADD on non-existent numeric attribute creates it`,
      {},
      'ADD a :v',
      { ':v': 5 },
      { a: 5 },
    ),
    change(
      'ADD adds to a number',
      `${basic}: adds a number to an existing numeric attribute`,
      { a: 5 },
      'ADD a :v',
      { ':v': -2 },
      { a: 3 },
    ),
    change(
      'ADD adds members to a set',
      `${basic}: adds elements to a string set`,
      { a: new Set(['x']) },
      'ADD a :v',
      { ':v': new Set(['x', 'y']) },
      { a: new Set(['x', 'y']) },
    ),
    change(
      'DELETE takes members out of a set',
      `${basic}: removes elements from a string set`,
      { a: new Set(['x', 'y']) },
      'DELETE a :v',
      { ':v': new Set(['x', 'z']) },
      { a: new Set(['y']) },
    ),
    change(
      'DELETE of all members removes the set',
      `${basic}: DELETE all elements from set removes the attribute entirely`,
      { a: new Set(['x']) },
      'DELETE a :v',
      { ':v': new Set(['x']) },
      {},
    ),
    change(
      'sets inside a map',
      `${paths}: SET on a document path nests under an existing map`,
      { map: { a: 1 } },
      'SET #m.b = :v',
      { ':v': 2 },
      { map: { a: 1, b: 2 } },
      { '#m': 'map' },
    ),
    change(
      'counts inside a map',
      `${paths}: arithmetic on nested path`,
      { map: { a: 1 } },
      'SET #m.a = #m.a + :v',
      { ':v': 2 },
      { map: { a: 3 } },
      { '#m': 'map' },
    ),
    change(
      'sets an element beyond the end at the end',
      `${paths}: SET on list index beyond bounds extends the list`,
      { l: [1] },
      'SET l[9] = :v',
      { ':v': 2 },
      { l: [1, 2] },
    ),
    change(
      'removes an element, and those behind it move up',
      `${paths}: REMOVE list element by index removes and shifts`,
      { l: [1, 2, 3] },
      'REMOVE l[1]',
      undefined,
      { l: [1, 3] },
    ),
    change(
      'removes several elements, each by its old place',
      'AWS Developer Guide, update expressions: removing elements from a list',
      { l: [0, 1, 2, 3] },
      'REMOVE l[0], l[2]',
      undefined,
      { l: [1, 3] },
    ),
    change(
      'does all clauses at once',
      `${basic}: SET, REMOVE, ADD and DELETE`,
      { a: 1, b: 1, n: 1, s: new Set(['x', 'y']) },
      'SET a = :v REMOVE b ADD n :v DELETE s :s',
      { ':v': 2, ':s': new Set(['x']) },
      { a: 2, n: 3, s: new Set(['y']) },
    ),
  ],
}
