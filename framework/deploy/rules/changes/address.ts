/**
 * Rules about what a deploy would change: visitors, Stripe and Auth0 find the site where it was.
 *
 * @module
 */
import type { Resource } from '../../cloudformation.ts'
import { listChanges, type Change } from '../../guard/difference.ts'
import { ofType, type ChangeRule, type Plain, type Problem } from '../rule.ts'

const doors: Readonly<Record<string, string>> = {
  'AWS::CloudFront::Distribution': 'the site’s address at CloudFront',
  'AWS::ApiGatewayV2::Api': 'the API’s own address',
  'AWS::ApiGatewayV2::DomainName': 'the site’s domain',
  'AWS::Route53::RecordSet': 'a name of the site',
}

export const addressChanges: readonly ChangeRule[] = [
  {
    id: 'address-lost',
    protects: 'Links, webhooks and sign-ins that are out in the world keep working.',
    check: (difference) => [
      ...listChanges(difference).flatMap(listLostDoors),
      ...listLostDomains(difference.before, difference.after),
    ],
  },
]

function listLostDoors({ id, before, kind }: Change): Problem[] {
  const door = doors[before?.Type ?? '']
  if (!door || (kind !== 'removed' && kind !== 'replaced')) return []
  return [{ resource: id, says: `would be ${kind}, and ${door} with it` }]
}

function listLostDomains(before: Plain, after: Plain): Problem[] {
  const [old, now] = [before, after].map(
    (it) =>
      new Map(
        ofType(it, 'AWS::CloudFront::Distribution').map(([id, resource]) => [
          id,
          listDomains(resource),
        ]),
      ),
  ) as [Map<string, string[]>, Map<string, string[]>]
  const all = [...now.values()].flat()
  return [...old].flatMap(([id, domains]) =>
    domains
      .filter((domain) => !all.includes(domain))
      .map((domain) => ({ resource: id, says: `would no longer answer at the domain ${domain}` })),
  )
}

function listDomains({ Properties }: Resource): string[] {
  const { Aliases = [] } = (Properties['DistributionConfig'] ?? {}) as { Aliases?: string[] }
  return Aliases.map(String)
}
