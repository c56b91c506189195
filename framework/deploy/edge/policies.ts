/**
 * What CloudFront keeps, for whom, and what it says with static files.
 *
 * @module
 */
import { pagePolicy } from '../../http/csp.ts'
import type { Resource } from '../cloudformation.ts'

/** CloudFront's own policies. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
export const managed = {
  /** Keeps for as long as the file says, up to a year; cookies and queries make no difference. */
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  /** Hands all on, but the host: API Gateway knows its own name alone. */
  allViewerExceptHost: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
}

const year = 365 * 86_400

/**
 * For pages: they say themselves how long they may be kept, and those that say nothing are not kept.
 *
 * Cookies and `Authorization` are part of the key, all of them: a page that says `public` though it was
 * made for somebody reaches nobody else all the same. `Origin` is, for answers that name it.
 */
export function toPageCache(): Resource {
  return toCachePolicy('pages', {
    // Above 0 CloudFront keeps what says `no-store`, too.
    MinTTL: 0,
    DefaultTTL: 0,
    MaxTTL: 86_400,
    ParametersInCacheKeyAndForwardedToOrigin: {
      ...compressed,
      CookiesConfig: { CookieBehavior: 'all' },
      HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Authorization', 'Origin'] },
      QueryStringsConfig: { QueryStringBehavior: 'all' },
    },
  })
}

/** For files that may change under their name: five minutes, whatever they say. */
export function toFileCache(): Resource {
  return toCachePolicy('files', {
    MinTTL: 0,
    DefaultTTL: 300,
    MaxTTL: 300,
    ParametersInCacheKeyAndForwardedToOrigin: {
      ...compressed,
      CookiesConfig: { CookieBehavior: 'none' },
      HeadersConfig: { HeaderBehavior: 'none' },
      QueryStringsConfig: { QueryStringBehavior: 'none' },
    },
  })
}

const compressed = { EnableAcceptEncodingGzip: true, EnableAcceptEncodingBrotli: true }

function toCachePolicy(name: string, config: object): Resource {
  return {
    Type: 'AWS::CloudFront::CachePolicy',
    Properties: { CachePolicyConfig: { Name: nameOf(name), ...config } },
  }
}

/** What is said with every static file. How long it may be kept is not: that would hold for errors, too. */
export function toFileHeaders(): Resource {
  return {
    Type: 'AWS::CloudFront::ResponseHeadersPolicy',
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: nameOf('files'),
        SecurityHeadersConfig: {
          // As pages have it: a drawing may hold a program.
          ContentSecurityPolicy: { ContentSecurityPolicy: pagePolicy(), Override: true },
          ContentTypeOptions: { Override: true },
          FrameOptions: { FrameOption: 'DENY', Override: true },
          ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin', Override: true },
          StrictTransportSecurity: { AccessControlMaxAgeSec: year, Override: true },
        },
        CustomHeadersConfig: {
          Items: [
            // Feed readers and link previews show pictures on pages of their own.
            { Header: 'cross-origin-resource-policy', Value: 'cross-origin', Override: true },
          ],
        },
      },
    },
  }
}

/** Signs CloudFront's requests to the bucket. */
export function toOriginAccess(): Resource {
  return {
    Type: 'AWS::CloudFront::OriginAccessControl',
    Properties: {
      OriginAccessControlConfig: {
        Name: nameOf('static'),
        OriginAccessControlOriginType: 's3',
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
      },
    },
  }
}

// These names are the account's: two stacks must not share one.
function nameOf(name: string) {
  return { 'Fn::Sub': `\${AWS::StackName}-${name}` }
}
