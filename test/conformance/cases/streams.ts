/**
 * Streams, as far as the local cloud reads them.
 *
 * @module
 */
import { check, on, step, type Group } from '../case.ts'
import { arnOf, create, describe, same, told, type StreamRecord } from '../stream.ts'
import { toTable } from '../tables.ts'
import { item } from '../values.ts'
import type { Answer } from '../wire.ts'

const from = 'tier2/streams/basic'
const { put, update, delete: remove } = on('~')
const streams = (action: string, body: Parameters<typeof step>[1]) =>
  step(`DynamoDBStreams_20120810.${action}`, body)

export const streamsOf: Group = {
  operation: 'Streams',
  cases: [
    {
      name: 'belong to a table that has them switched on',
      from: `${from}: table with StreamSpecification has LatestStreamArn in DescribeTable`,
      steps: [
        create(),
        step('DescribeTable', { TableName: '~' }).gives({
          Table: check('with a stream', (it) => {
            const table = it as { LatestStreamArn: string; StreamSpecification: object }
            return (
              /:table\/.+\/stream\/.+/.test(table.LatestStreamArn) &&
              same(table.StreamSpecification, {
                StreamEnabled: true,
                StreamViewType: 'NEW_AND_OLD_IMAGES',
              })
            )
          }),
        }),
        streams('ListStreams', { TableName: '~' }).gives({
          Streams: check('that one', (it, answers) =>
            (it as { StreamArn: string }[]).some(({ StreamArn }) => StreamArn === arnOf(answers)),
          ),
        }),
      ],
    },
    {
      name: 'can be switched on later',
      from: 'tier1/updateTable/config: StreamSpecification',
      steps: [
        step('CreateTable', toTable('~', ['pk'], { pk: 'S' })),
        describe,
        step('UpdateTable', {
          TableName: '~',
          StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
        }),
        describe,
        put({ a: 1 }),
        told('one record', ({ length }) => length === 1),
      ],
    },
    {
      name: 'tell of an insert, a change and a removal, in order',
      from: `${from}: GetRecords after PutItem, UpdateItem, DeleteItem`,
      steps: [
        create(),
        describe,
        put({ a: 1 }),
        update('SET a = :v', { ':v': 2 }),
        remove(),
        told('INSERT, MODIFY and REMOVE', (all) =>
          same(
            all.map((it) => it.eventName),
            ['INSERT', 'MODIFY', 'REMOVE'],
          ),
        ),
        told('all from aws:dynamodb', (all) =>
          all.every((it) => it.eventSource === 'aws:dynamodb'),
        ),
        told('rising numbers', (all) =>
          all.every(
            ({ dynamodb }, index) =>
              index === 0 ||
              BigInt(dynamodb.SequenceNumber) > BigInt(all[index - 1]!.dynamodb.SequenceNumber),
          ),
        ),
        told('the images before and after', ([, changed]) =>
          same(
            [
              (changed!.dynamodb.OldImage as Record<string, object>)['a'],
              (changed!.dynamodb.NewImage as Record<string, object>)['a'],
            ],
            [item({ a: 1 })['a'], item({ a: 2 })['a']],
          ),
        ),
      ],
    },
    {
      name: 'tell of a transaction and of a batch',
      from: `${from}: GetRecords after writes`,
      steps: [
        create(),
        describe,
        step('TransactWriteItems', {
          TransactItems: [{ Put: { TableName: '~', Item: item({ pk: '1' }) } }],
        }),
        step('BatchWriteItem', {
          RequestItems: { '~': [{ PutRequest: { Item: item({ pk: '2' }) } }] },
        }),
        told('two inserts', (all) =>
          same(
            all.map((it) => it.eventName),
            ['INSERT', 'INSERT'],
          ),
        ),
      ],
    },
    {
      name: 'say nothing of a write that changes nothing',
      from: `${from}: GetRecords after writes`,
      steps: [
        create(),
        describe,
        put({ a: 1 }),
        put({ a: 1 }),
        remove({ Key: item({ pk: '~none' }) }),
        told('one record', ({ length }) => length === 1),
      ],
    },
    {
      name: 'are read on from a record that was read',
      from: `${from}: GetShardIterator`,
      steps: [
        create(),
        describe,
        put({ a: 1 }),
        put({ a: 2 }),
        streams('DescribeStream', (answers) => ({ StreamArn: arnOf(answers) })),
        streams('GetShardIterator', (answers) => ({
          ...shard(answers),
          ShardIteratorType: 'TRIM_HORIZON',
        })),
        streams('GetRecords', (answers) => ({
          ShardIterator: answers.at(-1)!.body['ShardIterator'],
          Limit: 1,
        })).gives({
          Records: check('one record', (it) => (it as StreamRecord[]).length === 1),
          NextShardIterator: check('a text', (it) => typeof it === 'string'),
        }),
        streams('GetShardIterator', (answers) => ({
          ...shard(answers),
          ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
          SequenceNumber: (answers.at(-1)!.body['Records'] as StreamRecord[])[0]!.dynamodb
            .SequenceNumber,
        })),
        streams('GetRecords', (answers) => ({
          ShardIterator: answers.at(-1)!.body['ShardIterator'],
        })).gives({
          Records: check('the second one', (it) =>
            same(
              (it as StreamRecord[]).map(({ eventName }) => eventName),
              ['MODIFY'],
            ),
          ),
        }),
      ],
    },
  ],
}

function shard(answers: readonly Answer[]): object {
  const described = answers[4]!.body['StreamDescription'] as { Shards: { ShardId: string }[] }
  return { StreamArn: arnOf(answers), ShardId: described.Shards[0]!.ShardId }
}
