/**
 * How much SNS and SQS take at once.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 * @module
 */
import { randomUUID } from 'node:crypto'
import type { buildApp } from 'fauxqs'
import { largestMessage } from '../../message.ts'

/** The attribute of a queue that says how large its messages may be. */
export const queueLimit = { MaximumMessageSize: String(largestMessage) }

/** Refuses batches of messages that are larger together than one may be; fauxqs lets them pass. */
export function limitBatches(app: ReturnType<typeof buildApp>): void {
  app.addHook('preHandler', async (request, reply) => {
    const { body, headers } = request
    if (headers['x-amz-target'] === 'AmazonSQS.SendMessageBatch') {
      const size = sizeOf((body as { Entries?: unknown }).Entries ?? [], sqsParts)
      if (size > largestMessage) return reply.status(400).headers(sqsHeaders).send(toSqsError(size))
    } else if ((body as { Action?: unknown } | null)?.Action === 'PublishBatch') {
      const size = sizeOf(body, snsParts)
      if (size > largestMessage) return reply.status(400).type('text/xml').send(toSnsError())
    }
  })
}

/** What of a message counts, in JSON and in the fields of a form. */
const sqsParts = /^(MessageBody|DataType|StringValue|BinaryValue)$/
const snsParts = /\.member\.\d+\.(Message|MessageAttributes\.entry\.\d+\..*)$/

function sizeOf(value: unknown, counted: RegExp): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce((size, [name, part]: [string, unknown]) => {
    const own = typeof part === 'string' && counted.test(name) ? Buffer.byteLength(part) : 0
    return size + own + sizeOf(part, counted)
  }, 0)
}

const sqsHeaders = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amzn-query-error': 'AWS.SimpleQueueService.BatchRequestTooLong;Sender',
}

function toSqsError(size: number): string {
  return JSON.stringify({
    __type: 'com.amazonaws.sqs#BatchRequestTooLong',
    message: `Batch requests cannot be longer than ${largestMessage} bytes. You have sent ${size} bytes.`,
  })
}

function toSnsError(): string {
  const message = 'The length of all the batch messages put together is more than the limit'
  return (
    '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
    `<Error><Type>Sender</Type><Code>BatchRequestTooLong</Code><Message>${message}</Message></Error>` +
    `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`
  )
}
