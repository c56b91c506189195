/**
 * Reads a table's stream from the local database, and words its records as AWS does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * @module
 */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { AttributeValue, DynamoDBRecord } from 'aws-lambda'
import { local } from '../../plugin/names.ts'
import { clock } from '../clock.ts'
import { requestDatabase } from '../database/request.ts'
import type { StreamStore } from './store.ts'

/** A function and the table whose changes it hears. */
export interface StreamSource {
  /** The function's name. */
  name: string
  /** The table's physical name. */
  table: string
  /** The attribute by which its items expire. */
  ttl?: string
  /** Default 10, as Architect deploys it. */
  batchSize?: number
}

/** Records of one shard, in order. */
export interface Batch {
  shard: string
  records: DynamoDBRecord[]
  /** Where the shard has been read to. */
  sequence: string
  /** Goes on after this batch; to be called when it is done with. */
  next: () => void
}

/** Reads on behalf of one function, from where it was; the oldest record first. */
export function createReader(endpoint: string, source: StreamSource, store: StreamStore) {
  const { name, table, batchSize = 10 } = source
  const iterators = new Map<string, string | undefined>()
  let arn: string | undefined

  async function streams<T>(action: string, body: object): Promise<T> {
    return (await requestDatabase(endpoint, `DynamoDBStreams_20120810.${action}`, body)) as T
  }

  async function open(): Promise<void> {
    const { Streams } = await streams<{ Streams: { StreamArn: string }[] }>('ListStreams', {
      TableName: table,
    })
    arn = Streams.at(-1)?.StreamArn
    if (!arn) throw new Error(`the table ${table} has no stream.`)
    const { StreamDescription } = await streams<{
      StreamDescription: { Shards: { ShardId: string }[] }
    }>('DescribeStream', { StreamArn: arn })
    for (const { ShardId } of StreamDescription.Shards) iterators.set(ShardId, undefined)
  }

  async function findIterator(ShardId: string): Promise<string> {
    const sequence = store.position(name, toShardKey(ShardId))
    const { ShardIterator } = await streams<{ ShardIterator: string }>('GetShardIterator', {
      StreamArn: arn,
      ShardId,
      ...(sequence
        ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequence }
        : { ShardIteratorType: 'TRIM_HORIZON' }),
    })
    return ShardIterator
  }

  const toShardKey = (shard: string) => `${arn} ${shard}`

  return {
    /** The next batch of any shard; nothing when all has been read. */
    async read(): Promise<Batch | undefined> {
      if (iterators.size === 0) await open()
      try {
        for (const [shard, known] of iterators) {
          const iterator = known ?? (await findIterator(shard))
          const { Records, NextShardIterator } = await streams<{
            Records: DynamoDBRecord[]
            NextShardIterator?: string
          }>('GetRecords', { ShardIterator: iterator, Limit: batchSize })
          const next = () => {
            // A shard that has ended makes way for others.
            if (NextShardIterator) iterators.set(shard, NextShardIterator)
            else iterators.clear()
          }
          if (Records.length === 0) next()
          else {
            const sequence = Records.at(-1)!.dynamodb!.SequenceNumber!
            const records = Records.filter(isChange).map(toRecord)
            return { shard: toShardKey(shard), records, sequence, next }
          }
        }
      } catch (error) {
        // The iterator may be too old, or the table another one of the same name.
        iterators.clear()
        throw error
      }
      return undefined
    },

    /** Starts over from where the function is. */
    reset: () => iterators.clear(),
  }

  function toRecord(record: DynamoDBRecord): DynamoDBRecord {
    const { SequenceNumber, ApproximateCreationDateTime: created } = record.dynamodb!
    const label = arn!.split('/stream/')[1]
    const hash = createHash('md5').update(`${arn} ${SequenceNumber}`).digest('hex')
    return {
      ...record,
      // The database is another process, with the machine's clock.
      ...(created !== undefined && {
        dynamodb: {
          ...record.dynamodb,
          ApproximateCreationDateTime: created + Math.round(clock.offset() / 1000),
        },
      }),
      eventID: hash,
      awsRegion: local.region,
      eventSourceARN: `arn:aws:dynamodb:${local.region}:${local.account}:table/${table}/stream/${label}`,
      ...(hasExpired(record) && {
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
      }),
    }
  }

  function hasExpired({ eventName, dynamodb }: DynamoDBRecord): boolean {
    const expires = source.ttl && (dynamodb?.OldImage?.[source.ttl] as AttributeValue)?.N
    if (eventName !== 'REMOVE' || !expires) return false
    return store.isExpired({ table, key: dynamodb!.Keys!, expires })
  }
}

// DynamoDB tells of changes only; dynoxide also of a write that leaves the item as it was.
function isChange({ eventName, dynamodb }: DynamoDBRecord): boolean {
  return eventName !== 'MODIFY' || !isDeepStrictEqual(dynamodb?.OldImage, dynamodb?.NewImage)
}
