import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { createSmall } from './small.ts'

/* oxlint-disable typescript/no-explicit-any -- a template is what it is */
const configOf = ({ Resources }: Template): any =>
  Resources['SiteDistribution']!.Properties['DistributionConfig']
const headersOf = ({ Resources }: Template, id: string): any =>
  Resources[id]!.Properties['ResponseHeadersPolicyConfig']
const valueOf = ({ Outputs }: Template, name: string): any => (Outputs[name] as any).Value

const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/12ab'
const withDomain = `@http
get /

@deploy
priceClass 100
production
  domain www.example.com
  certificate ${certificate}

@buckets
covers
`

describe('the distribution in front of the site', () => {
  let template: Template
  beforeAll(async () => {
    template = await createSmall()
  })

  it('speaks HTTP/2 and HTTP/3, over IPv6 too, compressed and over TLS alone', () => {
    const { HttpVersion, IPV6Enabled, DefaultCacheBehavior, CacheBehaviors } = configOf(template)

    assert.deepEqual([HttpVersion, IPV6Enabled], ['http2and3', true])
    for (const behavior of [DefaultCacheBehavior, ...CacheBehaviors]) {
      assert.equal(behavior.Compress, true)
      assert.equal(behavior.ViewerProtocolPolicy, 'redirect-to-https')
    }
  })

  it('hands every method on to the API, with all that came but the host', () => {
    const { Origins, DefaultCacheBehavior } = configOf(template)
    const api = Origins.find(({ Id }: any) => Id === DefaultCacheBehavior.TargetOriginId)

    assert.deepEqual(api.DomainName, {
      'Fn::Sub': '${HTTP}.execute-api.${AWS::Region}.${AWS::URLSuffix}',
    })
    assert.equal(api.CustomOriginConfig.OriginProtocolPolicy, 'https-only')
    assert.deepEqual(api.CustomOriginConfig.OriginSSLProtocols, ['TLSv1.2'])
    assert.deepEqual(DefaultCacheBehavior.AllowedMethods.toSorted(), [
      'DELETE',
      'GET',
      'HEAD',
      'OPTIONS',
      'PATCH',
      'POST',
      'PUT',
    ])
    assert.equal(
      DefaultCacheBehavior.OriginRequestPolicyId,
      'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      'AllViewerExceptHostHeader',
    )
  })

  it('leaves the headers of pages to the pages', () => {
    assert.equal(configOf(template).DefaultCacheBehavior.ResponseHeadersPolicyId, undefined)
  })

  it('takes static files from the bucket, the hashed ones by a rule of their own', () => {
    const { CacheBehaviors, Origins } = configOf(template)
    const origin = Origins.find(({ Id }: any) => Id === 'static')

    assert.deepEqual(
      CacheBehaviors.map((it: any) => [it.PathPattern, it.TargetOriginId]),
      [
        ['/_static/build/*', 'static'],
        ['/_static/*', 'static'],
      ],
    )
    assert.deepEqual(origin.OriginAccessControlId, { 'Fn::GetAtt': ['StaticOriginAccess', 'Id'] })
    assert.equal(origin.CustomOriginConfig, undefined)
  })

  it('lets browsers keep hashed files for good, and others for five minutes', () => {
    const { Properties } = template.Resources['FileLifetime']!
    const handler = new Function(`${Properties['FunctionCode'] as string}; return handler`)() as (
      event: object,
    ) => { headers: Record<string, { value: string }> }
    const lifetimeOf = (uri: string) =>
      handler({
        request: { uri },
        response: { headers: { 'cache-control': { value: 'max-age=315360000' } } },
      }).headers['cache-control']!.value

    assert.equal(lifetimeOf('/_static/build/app-X7.js'), 'public, max-age=31536000, immutable')
    assert.equal(lifetimeOf('/_static/manual.pdf'), 'public, max-age=300')
    assert.equal(
      (template.Resources['FileCache']!.Properties['CachePolicyConfig'] as any).MaxTTL,
      300,
    )
  })

  it('lets no browser keep the want of a file: what headers policies say holds for errors', () => {
    for (const { FunctionAssociations } of configOf(template).CacheBehaviors) {
      assert.deepEqual(FunctionAssociations, [
        {
          EventType: 'viewer-response',
          FunctionARN: { 'Fn::GetAtt': ['FileLifetime', 'FunctionARN'] },
        },
      ])
    }
    assert.doesNotMatch(JSON.stringify(headersOf(template, 'FileHeaders')), /cache-control/i)
  })

  it('sends security headers with every static file', () => {
    const headers = headersOf(template, 'FileHeaders').SecurityHeadersConfig

    for (const { ResponseHeadersPolicyId } of configOf(template).CacheBehaviors) {
      assert.deepEqual(ResponseHeadersPolicyId, { Ref: 'FileHeaders' })
    }
    assert.equal(headers.ContentTypeOptions.Override, true)
    assert.equal(headers.FrameOptions.FrameOption, 'DENY')
    assert.equal(headers.StrictTransportSecurity.AccessControlMaxAgeSec, 31_536_000)
    assert.match(headers.ContentSecurityPolicy.ContentSecurityPolicy, /^default-src 'none'/)
    assert.doesNotMatch(headers.ContentSecurityPolicy.ContentSecurityPolicy, /unsafe/)
  })

  it('tells its address to people, to functions and to Architect', () => {
    const address = { 'Fn::Sub': 'https://${SiteDistribution.DomainName}' }
    const { Type, Properties } = template.Resources['AppUrlParameter']!

    assert.deepEqual(valueOf(template, 'SiteURL'), address)
    assert.deepEqual(valueOf(template, 'CDN'), address)
    assert.equal(Type, 'AWS::SSM::Parameter')
    assert.deepEqual(Properties, {
      Type: 'String',
      Name: { 'Fn::Sub': '/${AWS::StackName}/APP_URL' },
      Value: address,
    })
  })

  it('is named by no function, which it could not wait for then', () => {
    const functions = Object.values(template.Resources).filter(
      ({ Type }) => Type === 'AWS::Serverless::Function',
    )

    assert.ok(functions.length > 0)
    assert.doesNotMatch(JSON.stringify(functions), /SiteDistribution|AppUrlParameter/)
  })
})

describe('the address of the site', () => {
  it('is its domain, with its certificate and a TLS of today', async () => {
    const template = await createSmall(withDomain, { stage: 'production' })
    const { Aliases, ViewerCertificate, PriceClass } = configOf(template)

    assert.deepEqual(Aliases, ['www.example.com'])
    assert.deepEqual(ViewerCertificate, {
      AcmCertificateArn: certificate,
      SslSupportMethod: 'sni-only',
      MinimumProtocolVersion: 'TLSv1.2_2021',
    })
    assert.equal(PriceClass, 'PriceClass_100')
    assert.equal(valueOf(template, 'SiteURL'), 'https://www.example.com')
    assert.equal(
      template.Resources['AppUrlParameter']!.Properties['Value'],
      'https://www.example.com',
    )
    assert.deepEqual(originsOfUploads(template), ['https://www.example.com'])
  })

  it('is not the domain of another stage', async () => {
    const template = await createSmall(withDomain, { stage: 'staging' })

    assert.equal(configOf(template).Aliases, undefined)
    assert.deepEqual(originsOfUploads(template), ['https://*.cloudfront.net'])
  })

  it('is one of its own for a named stack, since a domain leads to one site', async () => {
    const template = await createSmall(withDomain, { stage: 'production', name: 'feature' })

    assert.equal(configOf(template).Aliases, undefined)
    assert.deepEqual(valueOf(template, 'SiteURL'), {
      'Fn::Sub': 'https://${SiteDistribution.DomainName}',
    })
  })

  it('is what APP_URL says, which needs no parameter then', async () => {
    const APP_URL = 'https://elsewhere.example'

    const template = await createSmall(withDomain, { variables: { APP_URL } })

    assert.equal(valueOf(template, 'SiteURL'), APP_URL)
    assert.equal(template.Resources['AppUrlParameter'], undefined)
    assert.deepEqual(originsOfUploads(template), [APP_URL])
  })

  it('is not left to @cdn of Architect', async () => {
    await assert.rejects(createSmall('@http\nget /\n\n@cdn\n'), /Remove @cdn from app\.arc/)
  })

  function originsOfUploads({ Resources }: Template): string[] {
    const { CorsRules } = Resources['CoversBucket']!.Properties['CorsConfiguration'] as any
    return CorsRules[0].AllowedOrigins
  }
})
