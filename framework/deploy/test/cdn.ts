/**
 * CloudFront, as far as what it keeps for whom: the distribution of a template in front of an origin.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html
 * @module
 */
import type { Template } from '../cloudformation.ts'

export interface Asked {
  path: string
  /** Without `?`. */
  query?: string
  /** Names in lower case. */
  headers?: Record<string, string>
}

export interface Answered {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

interface Behavior {
  PathPattern?: string
  TargetOriginId: string
  CachePolicyId: { Ref: string } | string
}

interface CachePolicy {
  MinTTL: number
  DefaultTTL: number
  MaxTTL: number
  ParametersInCacheKeyAndForwardedToOrigin: {
    CookiesConfig: { CookieBehavior: string }
    HeadersConfig: { HeaderBehavior: string; Headers?: string[] }
    QueryStringsConfig: { QueryStringBehavior: string }
  }
}

interface Config {
  DefaultCacheBehavior: Behavior
  CacheBehaviors: Behavior[]
  CustomErrorResponses: { ErrorCode: number; ErrorCachingMinTTL: number }[]
}

/** Puts the distribution in front of `origin`; `asked` counts what reaches it. */
export function createCdn(
  template: Template,
  origin: (request: Asked) => Answered | Promise<Answered>,
) {
  const config = template.Resources['SiteDistribution']!.Properties['DistributionConfig'] as Config
  const kept = new Map<string, Answered>()
  let asked = 0

  return {
    asked: () => asked,

    async get(request: Asked): Promise<Answered> {
      const behavior = findBehavior(config, request.path)
      const policy = findPolicy(template, behavior)
      const key = toKey(request, behavior, policy)
      const known = kept.get(key)
      if (known) return known

      asked++
      const answer = await origin(request)
      if (toSeconds(answer, policy, config) > 0) kept.set(key, answer)
      return answer
    },
  }
}

/** The behaviour that a path comes under. */
function findBehavior({ CacheBehaviors, DefaultCacheBehavior }: Config, path: string) {
  const fits = ({ PathPattern = '' }: Behavior) =>
    new RegExp(`^${PathPattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`).test(path)
  return CacheBehaviors.find(fits) ?? DefaultCacheBehavior
}

function findPolicy({ Resources }: Template, { CachePolicyId: id }: Behavior): CachePolicy {
  // CachingOptimized is the one of CloudFront's own that is used.
  if (typeof id === 'string') return optimized
  return Resources[id.Ref]!.Properties['CachePolicyConfig'] as CachePolicy
}

const optimized: CachePolicy = {
  MinTTL: 1,
  DefaultTTL: 86_400,
  MaxTTL: 31_536_000,
  ParametersInCacheKeyAndForwardedToOrigin: {
    CookiesConfig: { CookieBehavior: 'none' },
    HeadersConfig: { HeaderBehavior: 'none' },
    QueryStringsConfig: { QueryStringBehavior: 'none' },
  },
}

function toKey(
  { path, query = '', headers = {} }: Asked,
  { TargetOriginId }: Behavior,
  policy: CachePolicy,
) {
  const { CookiesConfig, HeadersConfig, QueryStringsConfig } =
    policy.ParametersInCacheKeyAndForwardedToOrigin
  return JSON.stringify([
    TargetOriginId,
    path,
    QueryStringsConfig.QueryStringBehavior === 'all' && query,
    CookiesConfig.CookieBehavior === 'all' && headers['cookie'],
    (HeadersConfig.Headers ?? []).map((name) => headers[name.toLowerCase()]),
  ])
}

function toSeconds({ status, headers }: Answered, policy: CachePolicy, config: Config): number {
  const { 'cache-control': said = '' } = headers
  const refused = /\b(no-store|no-cache|private)\b/.test(said)
  const [, seconds] = /s-maxage=(\d+)/.exec(said) ?? /max-age=(\d+)/.exec(said) ?? []
  const own = refused ? 0 : Math.min(Number(seconds ?? policy.DefaultTTL), policy.MaxTTL)
  if (status < 400) return Math.max(own, policy.MinTTL)

  const least = config.CustomErrorResponses.find(({ ErrorCode }) => ErrorCode === status)
  // Of these it keeps ten seconds unless told, though they say `no-store`.
  const isKept = [400, 403, 405, 500, 502, 503, 504].includes(status)
  return Math.max(refused ? 0 : own, isKept || !refused ? (least?.ErrorCachingMinTTL ?? 10) : 0)
}
