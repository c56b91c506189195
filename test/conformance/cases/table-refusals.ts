/**
 * What is refused of a table.
 *
 * @module
 */
import { invalid, step, type Group } from '../case.ts'
import { globalIndex, missing, notes, toTable } from '../tables.ts'

const create = (more: object = {}) =>
  step('CreateTable', { ...toTable('~', ['pk'], { pk: 'S' }), ...more })
const describe = (TableName: string) => step('DescribeTable', { TableName })
const invalidValue = 'One or more parameter values were invalid: '
const gone = [
  'ResourceNotFoundException',
  /^Requested resource not found: Table: .+ not found$/,
] as const
const basic = 'tier1/createTable/basic'
const messages = 'tier3/error-messages/createTable'
const byTag = globalIndex('byTag', ['tag'])
const types = [
  { AttributeName: 'pk', AttributeType: 'S' },
  { AttributeName: 'tag', AttributeType: 'S' },
]

export const tableRefusals: Group = {
  operation: 'CreateTable and others on tables',
  cases: [
    {
      name: 'refuses a table that is there',
      from: `${basic}: rejects duplicate table creation with ResourceInUseException`,
      steps: [
        create({ TableName: notes }).fails('ResourceInUseException', /^Table already exists: /),
      ],
    },
    {
      name: 'refuses to describe a table that is not there',
      from: 'tier1/describeTable/basic: ResourceNotFoundException for non-existent table',
      steps: [describe(missing).fails(...gone)],
    },
    {
      name: 'refuses to delete a table that is not there',
      from: 'tier1/deleteTable/basic: rejects deleting a non-existent table',
      steps: [step('DeleteTable', { TableName: missing }).fails(...gone)],
    },
    {
      name: 'refuses a short name',
      from: `${messages}: short table name (2 chars)`,
      steps: [
        create({ TableName: 'ab' }).fails(
          invalid,
          /Member must have length greater than or equal to 3|at least 3/,
        ),
      ],
    },
    {
      name: 'refuses an attribute that is no key',
      from: `${basic}: rejects unused AttributeDefinitions`,
      steps: [
        create({ AttributeDefinitions: types }).fails(
          invalid,
          /Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions/,
        ),
      ],
    },
    {
      name: 'refuses a key without a type',
      from: `${messages}: duplicate attribute in KeySchema`,
      steps: [
        create({ AttributeDefinitions: [types[1]] }).fails(
          invalid,
          /Some index key attributes? (have no definition|are not defined)/,
        ),
      ],
    },
    {
      name: 'refuses two indexes of one name',
      from: `${messages}: duplicate index names`,
      steps: [
        create({ AttributeDefinitions: types, GlobalSecondaryIndexes: [byTag, byTag] }).fails(
          invalid,
          `${invalidValue}Duplicate index name: byTag`,
        ),
      ],
    },
    {
      name: 'refuses a type of key that is none',
      from: `${messages}: invalid KeyType`,
      steps: [
        create({ KeySchema: [{ AttributeName: 'pk', KeyType: 'HASHED' }] }).fails(
          invalid,
          /Value 'HASHED' at 'keySchema.1.member.keyType' failed to satisfy constraint: Member must satisfy enum value set: \[HASH, RANGE\]/,
        ),
      ],
    },
    {
      name: 'refuses INCLUDE without attributes',
      from: `${basic}: rejects a GSI INCLUDE projection without NonKeyAttributes`,
      steps: [
        create({
          AttributeDefinitions: types,
          GlobalSecondaryIndexes: [globalIndex('byTag', ['tag'], 'INCLUDE')],
        }).fails(invalid),
      ],
    },
  ],
}
