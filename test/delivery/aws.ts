/**
 * The local cloud's SNS, SQS and DynamoDB as a client sees them.
 *
 * @module
 */
import { requestAws } from '../../framework/aws.ts'
import { local } from '../../framework/plugin/names.ts'
import { defineTable } from '../../framework/tables.ts'
import { toText, type Sent } from './messages.ts'
import { app } from './project.ts'

/** The queues behind the three functions. */
const queues = ['happened--happened', 'work', 'ordered.fifo']

interface Effect {
  id: string
  count?: number
  overtaken?: number
}

const effects = defineTable<Effect>('effects', { key: ['id'] })

/** Where the kernel's clients find the local cloud. */
export function setEnv(ports: { database: number; delivery: number }): void {
  Object.assign(process.env, {
    ARC_ENV: 'testing',
    AWS_REGION: local.region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${ports.database}`,
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${ports.delivery}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${ports.delivery}`,
    TABLE_EFFECTS: local.table(app, 'effects'),
  })
}

/** Sends ten of the same kind. @throws Error when there is no answer, or not a good one */
export async function sendBatch(batch: readonly Sent[], port: number): Promise<void> {
  const [first] = batch
  if (first?.where === 'happened') await publish(batch)
  else await send(batch, local.queue(port, first?.where === 'work' ? 'work' : 'ordered.fifo'))
}

/** Messages that are somewhere on their way. */
export async function countWaiting(port: number): Promise<number> {
  const counts = await Promise.all(
    queues.map(async (queue) => {
      const { Attributes } = (await sqs('GetQueueAttributes', {
        QueueUrl: local.queue(port, queue),
        AttributeNames: ['All'],
      })) as { Attributes: Record<string, string> }
      const { ApproximateNumberOfMessages: ready, ApproximateNumberOfMessagesNotVisible: taken } =
        Attributes
      return Number(ready) + Number(taken)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** How often each has had its effect, in order. */
export async function readCounts(ids: readonly string[]): Promise<number[]> {
  return (await read(ids)).map((effect) => effect?.count ?? 0)
}

/** How many of these groups were not in order. */
export async function countOvertaken(groups: readonly string[]): Promise<number> {
  return (await read(groups)).filter((effect) => effect?.overtaken).length
}

async function read(ids: readonly string[]): Promise<(Effect | undefined)[]> {
  const found: (Effect | undefined)[] = []
  for (let start = 0; start < ids.length; start += 1000) {
    found.push(...(await effects.getMany(ids.slice(start, start + 1000).map((id) => ({ id })))))
  }
  return found
}

async function publish(batch: readonly Sent[]): Promise<void> {
  const body = new URLSearchParams({ Action: 'PublishBatch', TopicArn: local.topic('happened') })
  for (const [index, sent] of batch.entries()) {
    const entry = `PublishBatchRequestEntries.member.${index + 1}`
    body.set(`${entry}.Id`, String(index))
    body.set(`${entry}.Message`, toText(sent))
  }
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  await requestAws('sns', { headers, body: body.toString() })
}

async function send(batch: readonly Sent[], QueueUrl: string): Promise<void> {
  const Entries = batch.map((sent, index) => ({
    Id: String(index),
    MessageBody: toText(sent),
    ...(sent.group && { MessageGroupId: sent.group, MessageDeduplicationId: sent.id }),
  }))
  const { Failed = [] } = (await sqs('SendMessageBatch', { QueueUrl, Entries })) as {
    Failed?: object[]
  }
  if (Failed.length > 0) throw new Error(`SQS refused some: ${JSON.stringify(Failed)}`)
}

function sqs(action: string, body: object): Promise<unknown> {
  return requestAws('sqs', {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
    body: JSON.stringify(body),
  })
}
