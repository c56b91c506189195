/**
 * What SNS and SQS put into a function's event.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import type { SNSEvent, SNSMessageAttributes, SQSEvent, SQSMessageAttributes } from 'aws-lambda'
import { local } from '../../plugin/local-names.ts'
import type { Message } from './consumer.ts'
import { arnOf } from './queue-names.ts'

/**
 * The event of a function that is subscribed to a topic, from the envelope that SNS made. Each
 * subscriber has a subscription of its own, the same after every start.
 */
export function toSnsEvent(
  { Body }: Message,
  { topic, subscriber }: { topic: string; subscriber: string },
): SNSEvent {
  const envelope = JSON.parse(Body)
  const attributes: SNSMessageAttributes = envelope.MessageAttributes ?? {}
  return {
    Records: [
      {
        EventSource: 'aws:sns',
        EventVersion: '1.0',
        EventSubscriptionArn: `${topic}:${toUuid(subscriber)}`,
        Sns: {
          Type: 'Notification',
          MessageId: envelope.MessageId,
          TopicArn: envelope.TopicArn,
          Subject: envelope.Subject ?? null,
          Message: envelope.Message,
          Timestamp: envelope.Timestamp,
          SignatureVersion: envelope.SignatureVersion,
          Signature: envelope.Signature,
          // Functions get these two in another spelling than queues do.
          SigningCertUrl: envelope.SigningCertURL,
          UnsubscribeUrl: envelope.UnsubscribeURL,
          MessageAttributes: attributes,
        },
      },
    ],
  }
}

/** The event of a function that works off a queue; of a queue in AWS with its own ARN. */
export function toSqsEvent(
  messages: readonly Message[],
  queue: string,
  { arn = arnOf(queue), region = local.region }: { arn?: string; region?: string } = {},
): SQSEvent {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes as unknown as SQSEvent['Records'][0]['attributes'],
      messageAttributes: toAttributes(message),
      md5OfBody: message.MD5OfBody,
      ...(message.MD5OfMessageAttributes && {
        md5OfMessageAttributes: message.MD5OfMessageAttributes,
      }),
      eventSource: 'aws:sqs',
      eventSourceARN: arn,
      awsRegion: region,
    })),
  }
}

function toUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function toAttributes({ MessageAttributes = {} }: Message): SQSMessageAttributes {
  const entries = Object.entries(MessageAttributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ])
  return Object.fromEntries(entries)
}
