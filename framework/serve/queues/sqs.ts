/**
 * What a consumer asks of SQS.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/
 * @module
 */
import { getClient, requestAws } from '../../aws.ts'
import type { Message } from '../../local/delivery/consumer.ts'

const contentType = 'application/x-amz-json-1.0'

/** Milliseconds beyond those that SQS waits, after which the connection is taken for dead. */
const patience = 10_000

/**
 * Up to ten messages; waits for the first one, 20 seconds at most.
 *
 * Never to be cut short: SQS may hand out a message to a connection that has just gone, and then
 * nobody has it until its visibility time-out is over.
 *
 * @throws Error when SQS does not answer
 */
export async function receiveMessages(
  url: string,
  { most, seconds }: { most: number; seconds: number },
): Promise<Message[]> {
  const client = await getClient('sqs')
  const request = {
    service: 'sqs',
    headers: { 'content-type': contentType, 'x-amz-target': 'AmazonSQS.ReceiveMessage' },
    payload: JSON.stringify({
      QueueUrl: url,
      MaxNumberOfMessages: Math.min(most, 10),
      WaitTimeSeconds: Math.min(seconds, 20),
      AttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
    awsjson: false as const,
    signal: AbortSignal.timeout(seconds * 1000 + patience),
  }
  const { payload } = await client(request)
  return ((payload as { Messages?: Message[] } | null)?.Messages ?? []).map(toMessage)
}

/** Takes them off the queue: they are done. */
export async function deleteMessages(url: string, messages: readonly Message[]): Promise<void> {
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
    const answer = (await requestAws('sqs', {
      headers: { 'content-type': contentType, 'x-amz-target': 'AmazonSQS.DeleteMessageBatch' },
      body: JSON.stringify({ QueueUrl: url, Entries }),
    })) as { Failed?: { Message?: string; Code?: string }[] } | null
    const [failed] = answer?.Failed ?? []
    if (failed) throw new Error(`A message could not be deleted: ${failed.Message ?? failed.Code}`)
  }
}

// SQS leaves out what a message does not have.
function toMessage(message: Message): Message {
  return { ...message, Attributes: message.Attributes ?? {} }
}
