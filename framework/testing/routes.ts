/**
 * Picks the route of a request by the rules of API Gateway's HTTP APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * @module
 */
import type { Lambda } from '../manifest.ts'

/** What of a function its route is. */
export type Route = Pick<Lambda, 'method' | 'path' | 'arcStaticAssetProxy'>

/** The function that answers, and what its path's variables matched. */
export interface Match<R extends Route = Lambda> {
  lambda: R
  params: Record<string, string>
  /** `GET /articles/{slug}`. */
  key: string
}

/** The most specific route for a method and path: fixed parts before variables before `*`, a method before `any`. */
export function findRoute<R extends Route>(
  routes: readonly R[],
  method: string,
  path: string,
): Match<R> | undefined {
  const matches = routes.flatMap((lambda) => {
    // HEAD is answered wherever GET is: framework/deploy/template.ts tells API Gateway so.
    const isMethod = lambda.method === method.toLowerCase().replace('head', 'get')
    if (lambda.arcStaticAssetProxy || (!isMethod && lambda.method !== 'any')) return []

    const params = matchPath(lambda.path!, path)
    return params ? [{ lambda, params, isMethod, rank: rankOf(lambda.path!) }] : []
  })
  const [best] = matches.toSorted(
    (a, b) => a.rank.localeCompare(b.rank) || Number(b.isMethod) - Number(a.isMethod),
  )
  if (!best) return undefined

  const { lambda, params } = best
  return { lambda, params, key: toRouteKey(lambda) }
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/').slice(1)
  const given = path.split('/').slice(1)
  const params: Record<string, string> = {}

  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...params, proxy: given.slice(index).map(decode).join('/') }
    const actual = given[index]
    if (part.startsWith(':')) {
      if (!actual) return undefined
      params[part.slice(1)] = decode(actual)
    } else if (part !== actual) return undefined
  }
  return given.length === wanted.length ? params : undefined
}

// Fixed parts sort before variables, variables before the rest of the path.
function rankOf(pattern: string): string {
  const rank = (part: string) => (part === '*' ? '2' : part.startsWith(':') ? '1' : '0')
  return pattern.split('/').slice(1).map(rank).join('')
}

function toRouteKey({ method, path }: Route): string {
  const template = path!.replace(/:(\w+)/g, '{$1}').replace('*', '{proxy+}')
  return `${method!.toUpperCase()} ${template}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
