/**
 * What queues are told of objects, as S3 words it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * @module
 */
import { randomBytes } from 'node:crypto'
import { local } from '../../plugin/names.ts'
import type { OutboxMessage } from './store/outbox.ts'
import type { LocalBucket, StoredObject } from './types.ts'

export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'

/** Something that happened to an object. */
export interface ObjectEvent {
  name: EventName
  object: Pick<StoredObject, 'key' | 'size' | 'etag'>
  requestId: string
}

/** The queues that hear of something in a bucket; none twice. */
export function queuesOf({ notify = {} }: LocalBucket): string[] {
  return [...new Set([notify.created, notify.removed])].filter((it) => it !== undefined)
}

/** The message for whoever wants to hear of an event, if somebody does. */
export function toMessage(
  bucket: LocalBucket,
  event: ObjectEvent,
  { region, next }: { region: string; next: () => number },
): OutboxMessage | undefined {
  const { created, removed, prefix = '', suffix = '' } = bucket.notify ?? {}
  const { name, object, requestId } = event
  const isRemoval = name === 'ObjectRemoved:Delete'
  const queue = isRemoval ? removed : created
  if (!queue || !object.key.startsWith(prefix) || !object.key.endsWith(suffix)) return undefined

  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date().toISOString(),
    eventName: name,
    userIdentity: { principalId: `AWS:${local.account}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {
      'x-amz-request-id': requestId,
      'x-amz-id-2': randomBytes(48).toString('base64'),
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: `${bucket.name}-${isRemoval ? 'removed' : 'created'}`,
      bucket: {
        name: bucket.physicalName,
        ownerIdentity: { principalId: local.account },
        arn: `arn:aws:s3:::${bucket.physicalName}`,
      },
      object: {
        key: encodeKey(object.key),
        ...(!isRemoval && { size: object.size, eTag: object.etag }),
        sequencer: next().toString(16).toUpperCase().padStart(18, '0'),
      },
    },
  }
  return { queue, body: JSON.stringify({ Records: [record] }) }
}

/** What S3 sends to a queue when a bucket begins to notify it. Handlers must pass over it. */
export function toTestMessage({ physicalName }: LocalBucket, queue: string): OutboxMessage {
  const body = {
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date().toISOString(),
    Bucket: physicalName,
    RequestId: randomBytes(8).toString('hex').toUpperCase(),
    HostId: randomBytes(48).toString('base64'),
  }
  return { queue, body: JSON.stringify(body) }
}

/** As in a form: a space is a plus, and a slash stays. */
function encodeKey(key: string): string {
  return key
    .split('/')
    .map((part) => new URLSearchParams([['', part]]).toString().slice(1))
    .join('/')
}
