/**
 * Leave for pages of other sites to use the API. Nobody has it unless `GRAPHQL_CORS_ORIGINS` says so,
 * and then without cookies.
 *
 * @module
 */
import { noContent, type HttpRequest, type HttpResponse } from '#framework/http.ts'

/** The answer to a preflight request, or to a client that asks what can be done here. */
export function answerOptions(request: HttpRequest, origins: readonly string[]): HttpResponse {
  const allowed = toCorsHeaders(request, origins)
  return noContent({
    headers: {
      allow: 'GET, HEAD, OPTIONS, POST',
      ...allowed,
      ...('access-control-allow-origin' in allowed && {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type, x-graphql-yoga-csrf',
        'access-control-max-age': '7200',
      }),
    },
  })
}

/** The headers that let a page of a known site read an answer. */
export function toCorsHeaders(
  request: HttpRequest,
  origins: readonly string[],
): Record<string, string> {
  if (origins.length === 0) return {}
  const origin = request.headers.get('origin')
  if (!origin || !origins.includes(origin)) return { vary: 'origin' }

  return {
    vary: 'origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id',
    'cross-origin-resource-policy': 'cross-origin',
  }
}
