/**
 * Requests that go on until all has been read.
 *
 * @module
 */
import { send, type Answer, type Target } from './wire.ts'

/** A Query or a Scan, page after page. */
export async function readPages(target: Target, action: string, body: object): Promise<Answer> {
  const Items: unknown[] = []
  let ScannedCount = 0
  let Pages = 0
  let start: object = {}
  for (;;) {
    const answer = await send(target, action, { ...body, ...start })
    if (!answer.ok || Pages > 100) return answer
    Pages++
    Items.push(...(answer.body['Items'] as unknown[]))
    ScannedCount += answer.body['ScannedCount'] as number
    const last = answer.body['LastEvaluatedKey']
    // The last page may be empty: DynamoDB does not look ahead.
    if (!last) return { ok: true, body: { Items, ScannedCount, Pages } }
    start = { ExclusiveStartKey: last }
  }
}

/** All records of a table's newest stream, shard after shard. */
export async function readStream(
  target: Target,
  { TableName }: { TableName: string },
): Promise<Answer> {
  const ask = async (action: string, body: object) => {
    const answer = await send(target, `DynamoDBStreams_20120810.${action}`, body)
    if (!answer.ok) throw answer
    return answer.body
  }
  try {
    const { Table } = (await send(target, 'DescribeTable', { TableName })).body as Described
    const StreamArn = Table?.LatestStreamArn
    const described = (await ask('DescribeStream', { StreamArn })) as unknown as Shards
    const Records: unknown[] = []
    for (const { ShardId } of described.StreamDescription.Shards) {
      const shard = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }
      let { ShardIterator } = await ask('GetShardIterator', shard)
      let isEmpty = false
      while (ShardIterator && !isEmpty) {
        const page = await ask('GetRecords', { ShardIterator })
        Records.push(...(page['Records'] as unknown[]))
        isEmpty = (page['Records'] as unknown[]).length === 0
        ShardIterator = page['NextShardIterator']
      }
    }
    return { ok: true, body: { Records } }
  } catch (error) {
    if ((error as Answer).ok === false) return error as Answer
    throw error
  }
}

interface Described {
  Table?: { LatestStreamArn: string }
}
interface Shards {
  StreamDescription: { Shards: { ShardId: string }[] }
}
