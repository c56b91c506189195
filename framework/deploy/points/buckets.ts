/**
 * Buckets in the CloudFormation template: private, encrypted, over TLS alone, and kept when the stack
 * goes.
 *
 * @module
 */
import { listBuckets } from '../../manifest.ts'
import { corsRules, daysOfUploads, type Bucket } from '../../plugin/buckets.ts'
import { logicalId } from '../../plugin/names.ts'
import { toSiteOrigin } from '../edge/address.ts'
import { arnOf, toQueuePolicy, toTlsPolicy } from './bucket-policies.ts'
import type { Resource, Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

/** Adds every bucket, who must not reach it, and whom it notifies. */
export function addBuckets({ Resources }: Template, context: DeployContext): void {
  const buckets = listBuckets(context.inv)
  if (buckets.length === 0) return
  const site = toSiteOrigin(context)

  for (const bucket of buckets) {
    Resources[logicalId.bucket(bucket.name)] = toBucket(bucket, site)
    Resources[logicalId.bucketPolicy(bucket.name)] = toTlsPolicy(bucket)
  }
  for (const queue of new Set(buckets.flatMap(queuesOf))) {
    Resources[logicalId.queuePolicy(queue)] = toQueuePolicy(queue)
  }
}

function toBucket(bucket: Bucket, site: string): Resource {
  // Without a domain of its own the site may be any of CloudFront's: a signature is needed in any case.
  const { cors = [site], expireDays } = bucket
  const queues = queuesOf(bucket)
  return {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    // S3 asks the queue whether it may, as soon as it is to notify it.
    ...(queues.length > 0 && { DependsOn: queues.map(logicalId.queuePolicy) }),
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: cors,
            AllowedMethods: corsRules.methods,
            AllowedHeaders: corsRules.headers,
            ExposedHeaders: corsRules.exposed,
            MaxAge: corsRules.maxAge,
          },
        ],
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'unfinished-uploads',
            Status: 'Enabled',
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: daysOfUploads },
          },
          ...(expireDays
            ? [{ Id: 'expire', Status: 'Enabled', ExpirationInDays: expireDays }]
            : []),
        ],
      },
      ...(queues.length > 0 && { NotificationConfiguration: toNotification(bucket) }),
    },
  }
}

function queuesOf({ notify = {} }: Bucket): string[] {
  return [...new Set([notify.created, notify.removed])].filter((it) => it !== undefined)
}

function toNotification({ notify = {} }: Bucket): object {
  const { created, removed, prefix, suffix } = notify
  const rules = Object.entries({ prefix, suffix }).flatMap(([Name, Value]) =>
    Value ? [{ Name, Value }] : [],
  )
  const toQueue = (Event: string, name: string | undefined) =>
    name
      ? [
          {
            Event,
            Queue: arnOf(logicalId.queue(name)),
            ...(rules.length > 0 && { Filter: { S3Key: { Rules: rules } } }),
          },
        ]
      : []
  return {
    QueueConfigurations: [
      ...toQueue('s3:ObjectCreated:*', created),
      ...toQueue('s3:ObjectRemoved:Delete', removed),
    ],
  }
}
