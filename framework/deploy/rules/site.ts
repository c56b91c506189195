/**
 * Rules: the site in front of everything, and what AWS puts a limit to.
 *
 * @module
 */
import { ofType, type Rule } from './rule.ts'

/** CloudFormation's, for each stack. */
const mostResources = 500

/** Characters of all inline policies of one role, whitespace aside. */
const largestRole = 10_240

interface Distribution {
  ViewerCertificate?: { MinimumProtocolVersion?: string; CloudFrontDefaultCertificate?: boolean }
  DefaultCacheBehavior?: { ViewerProtocolPolicy?: string }
  CacheBehaviors?: { PathPattern: string; ViewerProtocolPolicy?: string }[]
  Origins?: {
    Id: string
    S3OriginConfig?: object
    OriginAccessControlId?: unknown
    CustomOriginConfig?: { OriginProtocolPolicy?: string }
  }[]
}

export const siteRules: readonly Rule[] = [
  {
    id: 'https',
    protects: 'Nobody between a visitor and the site reads, or changes, what they send.',
    check: (resources) =>
      ofType(resources, 'AWS::CloudFront::Distribution').flatMap(([id, { Properties }]) => {
        const config = Properties['DistributionConfig'] as Distribution
        return [
          ...listWeakBehaviors(config),
          ...listOpenOrigins(config),
          ...listOldTls(config),
        ].map((says) => ({ resource: id, says }))
      }),
  },
  {
    id: 'stack-size',
    protects: 'CloudFormation refuses a stack of more than 500 resources, after a long wait.',
    check: (resources) => {
      const count = Object.keys(resources).length
      return count > mostResources
        ? [
            {
              resource: 'stack',
              says: `has ${count} resources: plug out a service, or deploy it as a stack of its own`,
            },
          ]
        : []
    },
  },
  {
    id: 'role-size',
    protects: 'IAM refuses a role whose inline policies exceed 10,240 characters.',
    check: (resources) =>
      ofType(resources, 'AWS::IAM::Role').flatMap(([id, { Properties }]) => {
        const size = JSON.stringify(Properties['Policies'] ?? []).length
        return size > largestRole
          ? [{ resource: id, says: `has ${size} characters of policies` }]
          : []
      }),
  },
]

function listWeakBehaviors({ DefaultCacheBehavior, CacheBehaviors = [] }: Distribution): string[] {
  return [{ PathPattern: '*', ...DefaultCacheBehavior }, ...CacheBehaviors]
    .filter(({ ViewerProtocolPolicy: it }) => it !== 'redirect-to-https' && it !== 'https-only')
    .map(({ PathPattern }) => `answers ${PathPattern} over plain HTTP`)
}

function listOpenOrigins({ Origins = [] }: Distribution): string[] {
  return Origins.flatMap(({ Id, S3OriginConfig, OriginAccessControlId, CustomOriginConfig }) => [
    ...(S3OriginConfig && !OriginAccessControlId
      ? [`reaches ${Id} without origin access control`]
      : []),
    ...(CustomOriginConfig && CustomOriginConfig.OriginProtocolPolicy !== 'https-only'
      ? [`reaches ${Id} over plain HTTP`]
      : []),
  ])
}

function listOldTls({ ViewerCertificate }: Distribution): string[] {
  // CloudFront's own certificate comes with CloudFront's own choice.
  if (!ViewerCertificate || ViewerCertificate.CloudFrontDefaultCertificate) return []
  const { MinimumProtocolVersion: version = 'TLSv1' } = ViewerCertificate
  return /^TLSv1\.(2_20(21|[3-9]\d)|3)/.test(version)
    ? []
    : [`accepts ${version}: take TLSv1.2_2021`]
}
