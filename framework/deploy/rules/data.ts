/**
 * Rules: data is private, encrypted, and can be got back.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import { findTarget } from './references.ts'
import { ofType, type Rule } from './rule.ts'
import { readStatements } from './statements.ts'

const blocks = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']

export const dataRules: readonly Rule[] = [
  {
    id: 'private-buckets',
    protects: 'What is in a bucket is reached through the site, and by nobody else.',
    check: (resources) =>
      ofType(resources, 'AWS::S3::Bucket').flatMap(([id, { Properties }]) => {
        const block = (Properties['PublicAccessBlockConfiguration'] ?? {}) as Record<
          string,
          unknown
        >
        const open = blocks.filter((name) => block[name] !== true)
        return [
          ...(open.length > 0
            ? [`is a public bucket, or may become one: ${open.join(', ')} not set`]
            : []),
          ...(String(Properties['AccessControl']).startsWith('Public')
            ? ['is a public bucket by AccessControl']
            : []),
          ...(Properties['WebsiteConfiguration']
            ? ['is a website of its own: leave that to CloudFront']
            : []),
        ].map((says) => ({ resource: id, says }))
      }),
  },
  {
    id: 'tls-only',
    protects: 'What goes to a bucket and comes from it is encrypted on its way.',
    check: (resources) => {
      const bound = ofType(resources, 'AWS::S3::BucketPolicy')
        .filter(([, { Properties }]) => deniesPlainHttp(Properties['PolicyDocument']))
        .map(([, { Properties }]) => findTarget(Properties['Bucket']))
      return ofType(resources, 'AWS::S3::Bucket')
        .filter(([id]) => !bound.includes(id))
        .map(([id]) => ({
          resource: id,
          says: 'may be used without TLS: deny aws:SecureTransport false',
        }))
    },
  },
  {
    id: 'encrypted',
    protects: 'Data is encrypted where it lies, and the template says so.',
    check: (resources) => [
      ...ofType(resources, 'AWS::S3::Bucket')
        .filter(([, { Properties }]) => !Properties['BucketEncryption'])
        .map(([id]) => ({ resource: id, says: 'has no BucketEncryption' })),
      ...ofType(resources, 'AWS::SQS::Queue')
        .filter(
          ([, { Properties }]) =>
            Properties['SqsManagedSseEnabled'] !== true && !Properties['KmsMasterKeyId'],
        )
        .map(([id]) => ({
          resource: id,
          says: 'is a queue that is not encrypted: set SqsManagedSseEnabled',
        })),
    ],
  },
  {
    id: 'backups',
    protects: 'A table can be put back to any second of the last 35 days.',
    check: (resources) =>
      tables(resources)
        .filter(([, { Properties }]) => !isRecoverable(Properties))
        .map(([id]) => ({ resource: id, says: 'has no point-in-time recovery' })),
  },
  {
    id: 'kept-in-production',
    protects: 'No mistake in a template, and no deleted stack, takes the rows of production along.',
    check: (resources, { stage }) =>
      stage !== 'production'
        ? []
        : tables(resources).flatMap(([id, { Properties, ...policies }]) => [
            ...(Properties['DeletionProtectionEnabled'] === true
              ? []
              : [{ resource: id, says: 'has no deletion protection' }]),
            ...(['DeletionPolicy', 'UpdateReplacePolicy'] as const)
              .filter((name) => policies[name] !== 'Retain')
              .map((name) => ({
                resource: id,
                says: `has ${name} ${policies[name] ?? 'Delete'}, not Retain`,
              })),
          ]),
  },
  {
    id: 'on-demand',
    protects:
      'A table costs what is asked of it: nothing when nobody comes, and no limit when many do.',
    check: (resources) =>
      tables(resources)
        .filter(([, { Properties }]) => Properties['BillingMode'] !== 'PAY_PER_REQUEST')
        .map(([id]) => ({ resource: id, says: 'is not PAY_PER_REQUEST' })),
  },
]

function tables(resources: Parameters<Rule['check']>[0]): [string, Resource][] {
  return ofType(resources, 'AWS::DynamoDB::Table')
}

function isRecoverable(properties: Resource['Properties']): boolean {
  const recovery = (properties['PointInTimeRecoverySpecification'] ?? {}) as Record<string, unknown>
  return recovery['PointInTimeRecoveryEnabled'] === true
}

function deniesPlainHttp(document: unknown): boolean {
  return readStatements(document).some(({ effect, condition }) => {
    const [[operator, what] = []] = Object.entries(condition ?? {})
    return (
      effect === 'Deny' && operator === 'Bool' && String(what?.['aws:SecureTransport']) === 'false'
    )
  })
}
