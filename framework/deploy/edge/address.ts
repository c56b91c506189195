/**
 * Where the site is reached.
 *
 * @module
 */
import { createRequire } from 'node:module'
import type { DeployContext } from '../context.ts'

const { toLogicalID } = createRequire(import.meta.url)('@architect/utils') as {
  toLogicalID: (name: string) => string
}

/** What the address is read off. */
type Place = Pick<DeployContext, 'inv' | 'stage' | 'stackName' | 'options'>

/** What CloudFormation makes a text of. */
type Value = string | Record<string, unknown>

/** A domain of one's own, with its certificate. */
export interface Domain {
  domain: string
  certificate: string
}

/** The domain of the stage's own stack. Those of its branches have none: it leads to one site alone. */
export function findDomain({ inv, stage, stackName, options }: Place): Domain | undefined {
  const own = `${toLogicalID(inv.app)}${stage === 'production' ? 'Production' : 'Staging'}`
  const { domain, certificate } = options
  return stackName === own && domain && certificate ? { domain, certificate } : undefined
}

/** The site's address. It names the distribution, which names the API, which names the functions. */
export function toSiteAddress(place: Place): Value {
  const domain = findDomain(place)
  return (
    findGivenAddress(place) ??
    (domain ? `https://${domain.domain}` : { 'Fn::Sub': 'https://${SiteDistribution.DomainName}' })
  )
}

/** The site's origin for what comes before the distribution: a pattern, where the address is CloudFront's. */
export function toSiteOrigin(place: Place): string {
  const given = findGivenAddress(place)
  if (given) return new URL(given).origin
  const domain = findDomain(place)
  return domain ? `https://${domain.domain}` : 'https://*.cloudfront.net'
}

/** `APP_URL`, where `arc env` has it. */
export function findGivenAddress({ inv, stage }: Pick<Place, 'inv' | 'stage'>): string | undefined {
  return inv._project.env.aws?.[stage]?.['APP_URL'] || undefined
}
