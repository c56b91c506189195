/**
 * PutItem: what is stored, as it comes back, and what is refused.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { lines, notes } from '../tables.ts'
import { item, raw } from '../values.ts'

const { put, get } = on(notes)
const everything = {
  text: 'ü€😀',
  empty: '',
  number: -1.5,
  yes: true,
  no: false,
  nothing: null,
  bytes: Buffer.from([0, 255, 128]),
  noBytes: Buffer.alloc(0),
  list: [1, 'two', [3, { four: [] }]],
  map: { a: { b: { c: { d: [1] } } }, empty: {} },
  words: new Set(['a', 'b']),
  numbers: new Set([1, -2.5]),
  blobs: new Set([Buffer.from([1]), Buffer.from([2])]),
}
const parameter = 'One or more parameter values were invalid: '

export const putItem: Group = {
  operation: 'PutItem',
  cases: [
    {
      name: 'stores every type and answers it as it was',
      from: 'tier1/putItem/basic: stores and retrieves all DynamoDB attribute types',
      steps: [put(everything), get().gives({ Item: item({ pk: '~', ...everything }) })],
    },
    {
      name: 'replaces the item of the same key as a whole',
      from: 'tier1/putItem/basic: overwrites an existing item with the same key',
      steps: [put({ a: 1, b: 1 }), put({ b: 2 }), get().gives({ Item: item({ pk: '~', b: 2 }) })],
    },
    {
      name: 'answers the item it replaced, if asked for',
      from: 'tier1/putItem/basic: returns ALL_OLD when replacing an item',
      steps: [
        put({ a: 1 }),
        put({ a: 2 }, { ReturnValues: 'ALL_OLD' }).gives({ Attributes: item({ pk: '~', a: 1 }) }),
      ],
    },
    {
      name: 'answers no Attributes where it replaced nothing',
      from: 'tier1/putItem/basic: returns nothing with ALL_OLD when item does not exist',
      steps: [put({ a: 1 }, { ReturnValues: 'ALL_OLD' }).gives({ Attributes: undefined })],
    },
    {
      name: 'keeps items of one partition apart by their sort key',
      from: 'tier1/putItem/basic: puts an item with composite key',
      steps: [
        on(lines).put({ sk: 'a', n: 1 }),
        on(lines).put({ sk: 'b', n: 2 }),
        on(lines)
          .get({}, { sk: 'a' })
          .gives({ Item: item({ pk: '~', sk: 'a', n: 1 }) }),
      ],
    },
    ...[
      ['00042', '42'],
      ['1.0', '1'],
      ['3.1400', '3.14'],
      ['1.5E+2', '150'],
      ['1e-2', '0.01'],
      ['-0', '0'],
      ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
      ['1E-130', '0.' + '0'.repeat(129) + '1'],
    ].map(([written, kept]) => ({
      name: `stores the number ${written} as ${kept!.length > 40 ? 'a decimal fraction' : kept}`,
      from: 'tier3/limits/numberPrecision and tier1/putItem/numberFormat',
      steps: [
        put({ n: raw({ N: written }) }),
        get().gives({ Item: item({ pk: '~', n: raw({ N: kept }) }) }),
      ],
    })),
    ...[
      '123456789012345678901234567890123456789',
      '1E+126',
      '1E-131',
      'NaN',
      '0x5',
      ' 5',
      '1_000',
    ].map((written) => ({
      name: `refuses the number ${JSON.stringify(written)}`,
      from: 'tier3/limits/numberPrecision and tier1/putItem/numberFormat',
      steps: [put({ n: raw({ N: written }) }).fails(invalid)],
    })),
    ...[
      ['string', { SS: [] }, 'An string set  may not be empty'],
      ['number', { NS: [] }, 'An number set  may not be empty'],
    ].map(([kind, set, message]) => ({
      name: `refuses an empty ${kind as string} set`,
      from: `tier3/error-messages/putItem: empty ${kind as string} set`,
      steps: [put({ set: raw(set as never) }).fails(invalid, `${parameter}${message as string}`)],
    })),
  ],
}
