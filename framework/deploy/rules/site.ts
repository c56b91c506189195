/**
 * Rules: the site in front of everything, and what AWS puts a limit to.
 *
 * @module
 */
import { listGrants } from '../guard/grants.ts'
import { listRoutes, type Route } from '../http-api.ts'
import { findTarget } from './references.ts'
import { ofType, type Plain, type Rule } from './rule.ts'
import { findTooMany } from './size.ts'

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
    id: 'routes-called',
    protects: 'API Gateway may call what a route leads to, or the route answers 500 to everybody.',
    check: (resources) =>
      ofType(resources, 'AWS::ApiGatewayV2::Api').flatMap(([id, api]) =>
        listRoutes(api)
          .filter((route) => !mayCall(route, resources))
          .map(({ key, functionId }) => ({
            resource: id,
            says: `may not call ${functionId} for ${key}: no role and no permission says so`,
          })),
      ),
  },
  {
    id: 'stack-size',
    protects: 'CloudFormation refuses a stack of more than 500 resources, after a long wait.',
    check: (resources) => {
      const says = findTooMany(Object.keys(resources).length)
      return says === undefined ? [] : [{ resource: 'stack', says }]
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

function mayCall({ functionId, integration }: Route, resources: Plain): boolean {
  const role = findTarget(integration.credentials)
  if (role !== undefined) {
    return listGrants(resources, role).some(
      ({ action, resource }) =>
        action === 'lambda:InvokeFunction' && resource === `\${${functionId}}`,
    )
  }
  return ofType(resources, 'AWS::Lambda::Permission').some(
    ([, { Properties }]) =>
      Properties['Principal'] === 'apigateway.amazonaws.com' &&
      findTarget(Properties['FunctionName']) === functionId,
  )
}

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
