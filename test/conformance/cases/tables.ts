/**
 * Tables themselves: made, described, changed, listed, deleted.
 *
 * @module
 */
import { check, step, type Group } from '../case.ts'
import { globalIndex, prefix, toTable } from '../tables.ts'

const create = (more: object = {}) =>
  step('CreateTable', { ...toTable('~', ['pk'], { pk: 'S' }), ...more })
const describe = (TableName = '~') => step('DescribeTable', { TableName })
const gone = [
  'ResourceNotFoundException',
  /^Requested resource not found: Table: .+ not found$/,
] as const
const has = (wanted: object) =>
  check(`with ${JSON.stringify(wanted)}`, (value) =>
    Object.entries(wanted).every(
      ([name, it]) =>
        JSON.stringify((value as Record<string, unknown>)?.[name]) === JSON.stringify(it),
    ),
  )
const isActive = has({ TableStatus: 'ACTIVE' })
const basic = 'tier1/createTable/basic'
const byTag = globalIndex('byTag', ['tag'])
const types = [
  { AttributeName: 'pk', AttributeType: 'S' },
  { AttributeName: 'tag', AttributeType: 'S' },
]

export const createTable: Group = {
  operation: 'CreateTable and others on tables',
  cases: [
    {
      name: 'makes a table that can be described',
      from: `${basic}: creates a table with PAY_PER_REQUEST billing`,
      steps: [
        create().gives({
          TableDescription: has({ KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }),
        }),
        describe().gives({ Table: isActive }),
        describe().gives({ Table: has({ ItemCount: 0, AttributeDefinitions: [types[0]] }) }),
      ],
    },
    {
      name: 'keeps the way it is billed',
      from: `${basic}: creates a table with PAY_PER_REQUEST billing`,
      steps: [
        create(),
        describe().gives({
          Table: check(
            'with BillingMode PAY_PER_REQUEST',
            (table) => (table as Billed)?.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
          ),
        }),
      ],
    },
    {
      name: 'makes indexes along with it',
      from: 'tier1/createTable/gsi: creates a table with multiple GSIs',
      steps: [
        create({
          AttributeDefinitions: types,
          GlobalSecondaryIndexes: [byTag, globalIndex('byTagToo', ['tag', 'pk'], 'INCLUDE', ['a'])],
        }),
        describe().gives({ Table: isActive }),
        describe().gives({
          Table: check(
            'with the indexes byTag and byTagToo, active',
            (table) =>
              ((table as Indexed)?.GlobalSecondaryIndexes ?? []).every(
                ({ IndexStatus }) => IndexStatus === 'ACTIVE',
              ) &&
              (table as Indexed).GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)
                .sort()
                .join() === 'byTag,byTagToo',
          ),
        }),
      ],
    },
    {
      name: 'adds an index to a table that has items, and fills it',
      from: 'tier2/updateTable/gsi: adds a GSI to an existing table',
      slow: true,
      steps: [
        create(),
        describe().gives({ Table: isActive }),
        step('PutItem', { TableName: '~', Item: { pk: { S: 'a' }, tag: { S: 't' } } }),
        step('UpdateTable', {
          TableName: '~',
          AttributeDefinitions: types,
          GlobalSecondaryIndexUpdates: [{ Create: byTag }],
        }),
        step('Query', {
          TableName: '~',
          IndexName: 'byTag',
          KeyConditionExpression: 'tag = :t',
          ExpressionAttributeValues: { ':t': { S: 't' } },
        }).gives({ Count: 1 }),
      ],
    },
    {
      name: 'lists tables by name, page by page',
      from: 'tier1/listTables/basic: paginates with ExclusiveStartTableName',
      steps: [
        step('ListTables', { Limit: 1, ExclusiveStartTableName: prefix }).gives({
          TableNames: check(
            'one of ours',
            (names) =>
              (names as string[]).length === 1 && (names as string[])[0]!.startsWith(prefix),
          ),
          LastEvaluatedTableName: check(
            'that one',
            (name, answers) => name === (answers.at(-1)!.body['TableNames'] as string[])[0],
          ),
        }),
      ],
    },
    {
      name: 'deletes a table, with all that is in it',
      from: 'tier1/deleteTable/basic: deletes an existing table',
      steps: [
        create(),
        describe().gives({ Table: isActive }),
        step('DeleteTable', { TableName: '~' }).gives({
          TableDescription: has({ TableStatus: 'DELETING' }),
        }),
        describe().fails(...gone),
      ],
    },
  ],
}

interface Billed {
  BillingModeSummary?: { BillingMode: string }
}
interface Indexed {
  GlobalSecondaryIndexes?: { IndexName: string; IndexStatus: string }[]
}
