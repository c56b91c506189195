/**
 * What PutItem refuses.
 *
 * @module
 */
import { invalid, on, type Group } from '../case.ts'
import { lines, missing, notes } from '../tables.ts'
import { item, raw } from '../values.ts'

const { put, get } = on(notes)
const parameter = 'One or more parameter values were invalid: '
const notValid = 'One or more parameter values are not valid. '

export const putRefusals: Group = {
  operation: 'PutItem',
  cases: [
    {
      name: 'refuses a set that has a member twice',
      from: 'tier3/error-messages/putItem: duplicate values in SS',
      steps: [
        put({ set: raw({ SS: ['a', 'a'] }) }).fails(
          invalid,
          /^One or more parameter values were invalid: Input collection .*contains duplicates/,
        ),
      ],
    },
    {
      name: 'keeps a set whose only member is empty',
      from: 'tier3/limits/emptyValues: string set whose only member is the empty string is accepted',
      steps: [
        put({ set: new Set(['']) }),
        get().gives({ Item: item({ pk: '~', set: new Set(['']) }) }),
      ],
    },
    {
      name: 'refuses an empty set inside a map',
      from: 'tier3/limits/emptyValues: empty set nested inside a Map is rejected',
      steps: [put({ map: { set: raw({ SS: [] }) } }).fails(invalid)],
    },
    {
      name: 'refuses an item without its key',
      from: 'tier1/putItem/validation: rejects item missing the hash key',
      steps: [on(lines).put({}).fails(invalid, `${parameter}Missing the key sk in the item`)],
    },
    {
      name: 'refuses a key of another type',
      from: 'tier3/error-messages/transactWriteItems: Put wrong-typed table key',
      steps: [
        put({ pk: 5 }).fails(invalid, `${parameter}Type mismatch for key pk expected: S actual: N`),
      ],
    },
    {
      name: 'refuses an empty key',
      from: 'tier3/limits/emptyValues: empty string as hash key value is rejected',
      steps: [
        put({ pk: '' }).fails(
          invalid,
          `${notValid}The AttributeValue for a key attribute cannot contain an empty string value. Key: pk`,
        ),
      ],
    },
    {
      name: 'refuses a key of an index that has another type',
      from: 'tier1/putItem/indexKeyValidation: rejects a wrong-typed index key attribute',
      steps: [
        on(lines)
          .put({ sk: 'a', tag: 5 })
          .fails(
            invalid,
            `${parameter}Type mismatch for Index Key tag Expected: S Actual: N IndexName: byTag`,
          ),
      ],
    },
    {
      name: 'refuses an empty key of an index',
      from: 'tier3/error-messages/indexKeyValues: empty-string index key',
      steps: [
        on(lines)
          .put({ sk: 'a', tag: '' })
          .fails(
            invalid,
            `${notValid}A value specified for a secondary index key is not supported. The ` +
              'AttributeValue for a key attribute cannot contain an empty string value. ' +
              'IndexName: byTag, IndexKey: tag',
          ),
      ],
    },
    {
      name: 'refuses an item of more than 400 KB',
      from: 'tier3/limits/itemSize: refuses the same item one byte over, with the put wording',
      steps: [
        put({ a: 'x'.repeat(409_600) }).fails(
          invalid,
          'Item size has exceeded the maximum allowed size',
        ),
      ],
    },
    {
      name: 'takes an item of 390,000 bytes',
      from: 'tier3/limits/itemSize: item just under 400KB succeeds',
      steps: [put({ a: 'x'.repeat(390_000) })],
    },
    {
      name: 'refuses a document of more than 32 levels',
      from: 'tier3/limits/nestingDepth: rejects a stored attribute nested 32 levels',
      steps: [put({ a: nest(32) }).fails(invalid)],
    },
    {
      name: 'refuses ReturnValues other than NONE and ALL_OLD',
      from: 'tier1/putItem/validation: rejects invalid ReturnValues',
      steps: [put({}, { ReturnValues: 'ALL_NEW' }).fails(invalid)],
    },
    {
      name: 'refuses values that no expression uses',
      from: 'tier3/error-messages/putItem: ExpressionAttributeValues without expression',
      steps: [
        put({}, { values: { ':v': 'x' } }).fails(
          invalid,
          /ExpressionAttributeValues can only be specified when using expressions/,
        ),
      ],
    },
    {
      name: 'refuses Expected next to ConditionExpression',
      from: 'tier3/error-messages/putItem: mixing expression and non-expression',
      steps: [
        put(
          {},
          { Expected: { pk: { Exists: false } }, ConditionExpression: 'attribute_not_exists(pk)' },
        ).fails(
          invalid,
          'Can not use both expression and non-expression parameters in the same request: ' +
            'Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}',
        ),
      ],
    },
    {
      name: 'refuses a table name with other characters',
      from: 'tier3/error-messages/putItem: table name with invalid chars',
      steps: [
        put({}, { TableName: 'bad table!@#' }).fails(
          invalid,
          "1 validation error detected: Value 'bad table!@#' at 'tableName' failed to satisfy " +
            'constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+',
        ),
      ],
    },
    {
      name: 'refuses a table that is not there',
      from: 'tier1/putItem/validation: rejects PutItem to a non-existent table',
      steps: [on(missing).put().fails('ResourceNotFoundException', 'Requested resource not found')],
    },
  ],
}

function nest(levels: number): unknown {
  return levels === 0 ? 'leaf' : { in: nest(levels - 1) }
}
