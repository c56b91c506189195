/**
 * The CloudFront distribution: static files from the bucket, all else from the API, under one domain.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import { hashedFiles, otherFiles } from './paths.ts'
import { managed } from './policies.ts'

/** What the distribution is made of. */
export interface Edge {
  /** The name of the bucket with static files, if there is one. */
  bucket: unknown
  domain?: string
  certificate?: string
  /** Where there are copies of the site. */
  priceClass: 100 | 200 | 'all'
}

export function toDistribution({ bucket, domain, certificate, priceClass }: Edge): Resource {
  const files = bucket ? [hashed, other] : []
  return {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        Comment: { Ref: 'AWS::StackName' },
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        PriceClass: `PriceClass_${priceClass === 'all' ? 'All' : priceClass}`,
        Origins: [api, ...(bucket ? [toStaticOrigin(bucket)] : [])],
        DefaultCacheBehavior: pages,
        // The first that fits counts.
        CacheBehaviors: files,
        CustomErrorResponses: errorCodes.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
        ...(domain
          ? { Aliases: [domain], ViewerCertificate: toCertificate(certificate) }
          : { ViewerCertificate: { CloudFrontDefaultCertificate: true } }),
      },
    },
  }
}

const api = {
  Id: 'api',
  DomainName: { 'Fn::Sub': '${HTTP}.execute-api.${AWS::Region}.${AWS::URLSuffix}' },
  CustomOriginConfig: {
    OriginProtocolPolicy: 'https-only',
    OriginSSLProtocols: ['TLSv1.2'],
    // API Gateway gives up after as long.
    OriginReadTimeout: 30,
  },
}

function toStaticOrigin(bucket: unknown): object {
  return {
    Id: 'static',
    DomainName: { 'Fn::Sub': ['${bucket}.s3.${AWS::Region}.${AWS::URLSuffix}', { bucket }] },
    OriginAccessControlId: { 'Fn::GetAtt': ['StaticOriginAccess', 'Id'] },
    // Required beside an origin access control, and empty.
    S3OriginConfig: { OriginAccessIdentity: '' },
  }
}

const reading = ['GET', 'HEAD']

const pages = {
  TargetOriginId: 'api',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: [...reading, 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  CachedMethods: reading,
  Compress: true,
  CachePolicyId: { Ref: 'PageCache' },
  OriginRequestPolicyId: managed.allViewerExceptHost,
}

const file = {
  TargetOriginId: 'static',
  ViewerProtocolPolicy: 'redirect-to-https',
  AllowedMethods: reading,
  CachedMethods: reading,
  Compress: true,
  ResponseHeadersPolicyId: { Ref: 'FileHeaders' },
  FunctionAssociations: [
    {
      EventType: 'viewer-response',
      FunctionARN: { 'Fn::GetAtt': ['FileLifetime', 'FunctionARN'] },
    },
  ],
}

const hashed = {
  PathPattern: hashedFiles,
  ...file,
  CachePolicyId: managed.cachingOptimized,
}

const other = {
  PathPattern: otherFiles,
  ...file,
  CachePolicyId: { Ref: 'FileCache' },
}

// CloudFront keeps these for ten seconds, most of them even against `no-store`: a mishap would be
// shown to everybody, and a problem's page to whoever comes next.
const errorCodes = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]

function toCertificate(arn: string | undefined): object {
  return {
    AcmCertificateArn: arn,
    SslSupportMethod: 'sni-only',
    MinimumProtocolVersion: 'TLSv1.2_2021',
  }
}
