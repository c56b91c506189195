/**
 * TransactWriteItems: all or nothing, and whose fault it was.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { lines, missing, notes } from '../tables.ts'
import { cancelled, put, remove, update, verify, write } from '../transact.ts'
import { item } from '../values.ts'

const stored = (pk: string, plain?: Record<string, unknown>) =>
  on(notes)
    .get({}, { pk })
    .gives({ Item: plain && item({ pk, ...plain }) })
const isNew = { ConditionExpression: 'attribute_not_exists(pk)' }
const None = { Code: 'None' }
const Failed = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' }
const basic = 'tier2/transactions/transactWrite'
const messages = 'tier3/error-messages/transactWriteItems'

export const transactWriteItems: Group = {
  operation: 'TransactWriteItems',
  cases: [
    {
      name: 'puts, updates, deletes and checks at once',
      from: `${basic}: executes Put + Update + Delete atomically`,
      steps: [
        on(notes).put({ pk: '~u', a: 1 }),
        on(notes).put({ pk: '~d' }),
        on(notes).put({ pk: '~c', a: 1 }),
        write([
          put({ a: 1 }),
          update('~u', 'SET a = a + :v', { ':v': 1 }),
          remove('~d'),
          verify('~c', 'a = :v', { ':v': 1 }),
        ]),
        stored('~', { a: 1 }),
        stored('~u', { a: 2 }),
        stored('~d'),
      ],
    },
    {
      name: 'writes to several tables',
      from: `${basic}: executes cross-table transaction`,
      steps: [
        write([put({ a: 1 }), { Put: { TableName: lines, Item: item({ pk: '~', sk: 'a' }) } }]),
        stored('~', { a: 1 }),
        on(lines)
          .get({}, { sk: 'a' })
          .gives({ Item: item({ pk: '~', sk: 'a' }) }),
      ],
    },
    {
      name: 'writes nothing when a check fails, and tells which',
      from: `${messages}: one passing, one failing: positional reason codes`,
      steps: [
        on(notes).put({ pk: '~2', a: 1 }),
        cancelled(write([put(), verify('~2', 'a = :v', { ':v': 2 })]), None, Failed),
        stored('~'),
      ],
    },
    {
      name: 'tells all that failed',
      from: `${messages}: two failing actions: multi-reason TransactionCanceledException`,
      steps: [
        on(notes).put({ pk: '~1' }),
        on(notes).put({ pk: '~2' }),
        cancelled(
          write([put({ pk: '~1' }, isNew), put({ pk: '~3' }), put({ pk: '~2' }, isNew)]),
          Failed,
          None,
          Failed,
        ),
        stored('~3'),
      ],
    },
    {
      name: 'answers the stored item of what failed, if asked for',
      from: `${basic}: returns ALL_OLD item via ReturnValuesOnConditionCheckFailure`,
      steps: [
        on(notes).put({ a: 1 }),
        cancelled(
          write([put({ a: 2 }, { ...isNew, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })]),
          {
            ...Failed,
            Item: item({ pk: '~', a: 1 }),
          },
        ),
      ],
    },
    {
      name: 'does not update what is not there under attribute_exists',
      from: `${basic}: Update with attribute_exists rejects non-existent item`,
      steps: [
        cancelled(
          write([
            update('~', 'ADD a :v', { ':v': 1 }, { ConditionExpression: 'attribute_exists(pk)' }),
          ]),
          Failed,
        ),
        stored('~'),
      ],
    },
    {
      name: 'keeps an item whose deletion fails',
      from: `${basic}: applies ConditionExpression on Delete action`,
      steps: [
        on(notes).put({ a: 1 }),
        cancelled(
          write([remove('~', { ConditionExpression: 'a = :v', values: { ':v': 2 } })]),
          Failed,
        ),
        stored('~', { a: 1 }),
      ],
    },
    {
      name: 'does the same request of the same token once',
      from: `${basic}: supports idempotency via ClientRequestToken`,
      steps: [
        write([update('~', 'ADD a :v', { ':v': 1 })], { ClientRequestToken: '~token' }),
        write([update('~', 'ADD a :v', { ':v': 1 })], { ClientRequestToken: '~token' }),
        stored('~', { a: 1 }),
      ],
    },
    {
      name: 'refuses another request of the same token',
      from: `${basic}: rejects same ClientRequestToken with different payload`,
      steps: [
        write([put({ a: 1 })], { ClientRequestToken: '~token' }),
        write([put({ a: 2 })], { ClientRequestToken: '~token' }).fails(
          'IdempotentParameterMismatchException',
        ),
        stored('~', { a: 1 }),
      ],
    },
    {
      name: 'refuses two writes to one item',
      from: `${messages}: duplicate target keys in same transaction`,
      steps: [
        write([put(), remove('~')]).fails(
          invalid,
          'Transaction request cannot include multiple operations on one item',
        ),
      ],
    },
    {
      name: 'takes 100 writes',
      from: 'tier3/limits/transactionLimits: exactly 100 Put actions succeeds',
      steps: [
        write(Array.from({ length: 100 }, (_, index) => put({ pk: `~${index}` }))),
        stored('~99', {}),
      ],
    },
    {
      name: 'refuses 101 writes',
      from: `${messages}: > 100 actions`,
      steps: [
        write(Array.from({ length: 101 }, (_, index) => put({ pk: `~${index}` }))).fails(
          invalid,
          /[Mm]ember must have length less than or equal to 100/,
        ),
      ],
    },
    {
      name: 'refuses to do nothing',
      from: `${messages}: empty TransactItems`,
      steps: [
        write([]).fails(
          invalid,
          /at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1/i,
        ),
      ],
    },
    {
      name: 'refuses more than 4 MB',
      from: 'tier3/limits/transactionLimits: total item size over 4MB fails',
      steps: [
        write(
          Array.from({ length: 12 }, (_, index) =>
            put({ pk: `~${index}`, a: 'x'.repeat(350_000) }),
          ),
        ).fails(invalid),
      ],
    },
    {
      name: 'refuses a key of another type, with a reason',
      from: `${messages}: Put wrong-typed table key`,
      steps: [
        cancelled(write([put({ pk: 5 })]), {
          Code: 'ValidationError',
          Message:
            'One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N',
        }),
      ],
    },
    {
      name: 'refuses an empty key as a whole',
      from: `${messages}: Put empty-string table key`,
      steps: [
        write([put({ pk: '' })]).fails(
          invalid,
          'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: `${messages}: non-existent table`,
      steps: [
        write([{ Put: { TableName: missing, Item: item({ pk: 'x' }) } }]).fails(
          'ResourceNotFoundException',
          'Requested resource not found',
        ),
      ],
    },
  ],
}
