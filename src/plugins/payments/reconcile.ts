/**
 * Finds what the webhooks lost. Stripe keeps its events for 30 days: each that we have not seen goes
 * the way that it should have come.
 *
 * @see https://docs.stripe.com/webhooks/process-undelivered-events
 * @module
 */
import { log } from '#framework/log.ts'
import { heardTypes } from './heard-types.ts'
import { events } from './done-events.ts'
import { toNews, webhooks, type News } from './news.ts'
import { stripe } from './stripe.ts'

/** Seconds before the last look that are looked at again: Stripe lists an event a moment late. */
const overlap = 2 * 60 * 60

/** As far back as Stripe can tell. */
const furthest = 30 * 24 * 60 * 60

const checkpoint = 'checkpoint'

/** Looks through all since the last time. Answers how many events had been lost. */
export async function reconcile(): Promise<{ lost: number }> {
  const now = Math.floor(Date.now() / 1000)
  const known = await events.get({ id: checkpoint }, { consistent: true })
  const since = Math.max(now - furthest, (known?.until ?? 0) - overlap)
  let lost = 0
  let batch: News[] = []

  for await (const event of lookThrough(since)) {
    const news = toNews(event as never, 'reconciliation')
    if (!news) continue
    batch.push(news)
    if (batch.length < 100) continue
    lost += await resend(batch)
    batch = []
  }
  lost += await resend(batch)
  await events.put({ id: checkpoint, type: checkpoint, until: now })
  if (lost > 0) log.warn('events of Stripe had been lost', { lost })
  return { lost }
}

function lookThrough(since: number) {
  return stripe().events.list({ created: { gte: since }, types: heardTypes, limit: 100 })
}

async function resend(batch: readonly News[]): Promise<number> {
  const done = await events.getMany(
    batch.map(({ id }) => ({ id })),
    { consistent: true },
  )
  const missing = batch.filter((_, index) => done[index] === undefined)
  // Oldest first: what it leads to is the same, and the audit trail reads better.
  if (missing.length > 0) await webhooks.sendMany(missing.toReversed().map((data) => ({ data })))
  return missing.length
}
