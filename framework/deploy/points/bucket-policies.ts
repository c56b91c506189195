/**
 * Who may do what with buckets.
 *
 * @module
 */
import type { Bucket } from '../../plugin/buckets.ts'
import { logicalId } from '../../plugin/names.ts'
import type { Resource } from '../cloudformation.ts'

export const ref = (id: string) => ({ Ref: id })
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })

/** Nobody reaches a bucket without TLS. */
export function toTlsPolicy({ name }: Bucket): Resource {
  const arn = arnOf(logicalId.bucket(name))
  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref(logicalId.bucket(name)),
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TlsOnly',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [arn, within(name)],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    },
  }
}

/** S3 may send to a queue. It names no bucket, which could then not wait for it. */
export function toQueuePolicy(queue: string): Resource {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref(logicalId.queue(queue))],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'BucketsNotify',
            Effect: 'Allow',
            Principal: { Service: 's3.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arnOf(logicalId.queue(queue)),
            Condition: {
              StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
              ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*' } },
            },
          },
        ],
      },
    },
  }
}

function within(bucket: string): Record<string, unknown> {
  return { 'Fn::Sub': `\${${logicalId.bucket(bucket)}.Arn}/*` }
}
