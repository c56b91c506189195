/**
 * CloudFront in front of the site, and the address that the site has there.
 *
 * @module
 */
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { findDomain, findGivenAddress, toSiteAddress } from '../edge/address.ts'
import { toDistribution } from '../edge/distribution.ts'
import { toLifetime } from '../edge/lifetime.ts'
import { toFileCache, toFileHeaders, toOriginAccess, toPageCache } from '../edge/policies.ts'
import { findStaticBucket } from './static.ts'

/**
 * Adds the distribution, what it keeps, and the site's address for those who ask.
 *
 * @throws Error when `app.arc` asks Architect for a distribution of its own.
 */
export function addEdge(template: Template, context: DeployContext): void {
  const { Resources, Outputs } = template
  if (!Resources['HTTP']) return
  if (context.inv._project.arc['cdn']) {
    throw new Error('[deploy] The site has its CloudFront already. Remove @cdn from app.arc.')
  }
  const bucket = findStaticBucket(template)

  Resources['PageCache'] = toPageCache()
  if (bucket) {
    Resources['FileCache'] = toFileCache()
    Resources['FileHeaders'] = toFileHeaders()
    Resources['FileLifetime'] = toLifetime()
    Resources['StaticOriginAccess'] = toOriginAccess()
  }
  Resources['SiteDistribution'] = toDistribution({
    bucket,
    priceClass: context.options.priceClass,
    ...findDomain(context),
  })

  const address = toSiteAddress(context)
  if (!findGivenAddress(context)) Resources['AppUrlParameter'] = toParameter(address)
  Outputs['SiteURL'] = { Description: 'The site', Value: address }
  Outputs['SiteDomain'] = {
    Description: 'Where the DNS record of a domain of your own leads to',
    Value: { 'Fn::GetAtt': ['SiteDistribution', 'DomainName'] },
  }
  // Architect shows this one when it is done, and otherwise the API's.
  Outputs['CDN'] = Outputs['SiteURL']
}

// No function can name the distribution in its environment: it names the API, which names them.
function toParameter(Value: unknown) {
  return {
    Type: 'AWS::SSM::Parameter',
    Properties: { Type: 'String', Name: { 'Fn::Sub': '/${AWS::StackName}/APP_URL' }, Value },
  }
}
