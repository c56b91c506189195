/**
 * Protection against pages of other sites that let a visitor's browser ask in the visitor's name.
 *
 * Such a page can send a plain GET or a form without asking first; with any other header or type of
 * content the browser asks us for leave, by a preflight request, and gets none. So POST takes JSON
 * under its own name alone (`request.json()` sees to it), and GET wants a sign of its own.
 *
 * @module
 */
import type { HttpRequest } from '#framework/http.ts'
import { errors } from './errors.ts'

/** Headers that no page can send elsewhere without a preflight. What they say does not matter. */
const preflighted = ['x-graphql-yoga-csrf', 'apollo-require-preflight']

/**
 * Refuses a request that another site's page could have sent without a preflight.
 *
 * @throws GRAPHQL_CSRF
 */
export function requirePreflight({ headers }: HttpRequest): void {
  // Browsers say themselves where a request comes from; `none` is a typed-in address or a bookmark.
  if (['same-origin', 'none'].includes(headers.get('sec-fetch-site') ?? '')) return
  if (preflighted.some((name) => headers.has(name))) return

  throw errors.GRAPHQL_CSRF(`Send the header ${preflighted[0]} with any value, or use POST`)
}
