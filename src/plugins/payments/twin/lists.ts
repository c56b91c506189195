/**
 * Lists with cursors, and references written out on request.
 *
 * @see https://docs.stripe.com/api/pagination
 * @see https://docs.stripe.com/api/expanding_objects
 * @module
 */
import type { CheckoutSession, StripeObject } from './objects.ts'
import type { Moment } from './params.ts'
import { invalid, missing } from './problems.ts'
import { withoutOwn, type World } from './world.ts'

export interface Page {
  limit?: number | undefined
  starting_after?: string | undefined
  ending_before?: string | undefined
  created?: Moment | undefined
}

/** One page of a list, newest first. `all` is oldest first. */
export function toList(all: readonly StripeObject[], page: Page, url: string) {
  const { limit = 10, starting_after: after, ending_before: before, created } = page
  if (limit < 1 || limit > 100) {
    throw invalid('Invalid limit: must be between 1 and 100', { param: 'limit' })
  }
  const matching = all.filter((it) => isWithin(it.created, created)).toReversed()
  const place = (id: string) => {
    const index = matching.findIndex((it) => it.id === id)
    if (index < 0) throw missing('object', id, after ? 'starting_after' : 'ending_before', 400)
    return index
  }
  const rest = after
    ? matching.slice(place(after) + 1)
    : before
      ? matching.slice(Math.max(0, place(before) - limit), place(before))
      : matching
  const has_more = before ? place(before) > limit : rest.length > limit
  return { object: 'list', url, has_more, data: rest.slice(0, limit).map(withoutOwn) }
}

function isWithin(time: number, moment: Moment | undefined): boolean {
  if (moment === undefined) return true
  if (typeof moment === 'number') return time === moment
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = moment
  return time > gt && time >= gte && time < lt && time <= lte
}

/** Fields that are there on request only. */
const includable: { [field: string]: (world: World, object: StripeObject) => unknown } = {
  'checkout.session.line_items': (world, { id }) =>
    toLines(world.need<CheckoutSession>('checkout.session', id)),
  'invoice.payments': (world, { id }) =>
    toList(
      world.store.list('invoice_payment').filter((it) => it['invoice'] === id),
      { limit: 100 },
      `/v1/invoice_payments?invoice=${id}`,
    ),
  'charge.refunds': (world, { id }) =>
    toList(
      world.store.list('refund').filter((it) => it['charge'] === id),
      { limit: 100 },
      `/v1/charges/${id}/refunds`,
    ),
  'customer.subscriptions': (world, { id }) =>
    toList(
      world.store.list('subscription').filter((it) => it['customer'] === id),
      { limit: 100 },
      `/v1/subscriptions?customer=${id}`,
    ),
}

export function toLines({ id, lines_own: lines }: CheckoutSession) {
  const url = `/v1/checkout/sessions/${id}/line_items`
  return { object: 'list', url, has_more: false, data: lines ?? [] }
}

/** A copy of an answer with the references at `paths` written out: `data.customer`. */
export function expand(world: World, answer: unknown, paths: readonly string[]): unknown {
  const copy = structuredClone(answer)
  for (const path of paths) expandAt(world, copy, path.split('.'), path)
  return copy
}

function expandAt(world: World, value: unknown, [key, ...rest]: string[], path: string): void {
  if (key === undefined || value === null || typeof value !== 'object') return
  if (Array.isArray(value)) {
    for (const item of value) expandAt(world, item, [key, ...rest], path)
    return
  }
  const holder = value as Record<string, unknown>
  const include = includable[`${String(holder['object'])}.${key}`]
  if (include) holder[key] ??= structuredClone(include(world, holder as StripeObject))
  if (!(key in holder)) {
    throw invalid(`This property cannot be expanded (${path}).`, { param: 'expand' })
  }
  if (typeof holder[key] === 'string') {
    const found = world.store.findAny(holder[key])
    if (found) holder[key] = withoutOwn(structuredClone(found))
  }
  expandAt(world, holder[key], rest, path)
}
