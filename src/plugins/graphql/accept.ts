/**
 * The kind of answer that a client takes.
 *
 * @module
 */
import type { HttpRequest } from '#framework/http.ts'
import { errors } from './errors.ts'

/** GraphQL's own media type, and the older one under which a refused document is still a 200. */
export type MediaType = 'application/graphql-response+json' | 'application/json'

const ours: MediaType[] = ['application/graphql-response+json', 'application/json']

/**
 * The best of our two types by the client's `accept`; GraphQL's own where it has no preference.
 *
 * @throws GRAPHQL_NOT_ACCEPTABLE
 */
export function negotiate(request: HttpRequest): MediaType {
  const ranges = (request.headers.get('accept') || '*/*').split(',').map(toRange)

  // A sort is stable, so that of two types wanted alike the first of ours comes first.
  const [best] = ours
    .map((type) => ({ type, weight: weigh(type, ranges) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight)

  if (!best) throw errors.GRAPHQL_NOT_ACCEPTABLE(`Accept ${ours[0]}`)
  return best.type
}

interface Range {
  name: string
  weight: number
}

function toRange(text: string): Range {
  const [name = '', ...parameters] = text.toLowerCase().split(';')
  const weight = parameters.map((it) => /^\s*q=([\d.]+)\s*$/.exec(it)?.[1]).find(Boolean)
  return { name: name.trim(), weight: Number(weight ?? 1) || 0 }
}

// The most exact of the ranges that cover a type decides: `application/json;q=0` beats `*/*`.
function weigh(type: MediaType, ranges: Range[]): number {
  for (const name of [type, 'application/*', '*/*']) {
    const range = ranges.find((it) => it.name === name)
    if (range) return range.weight
  }
  return 0
}
