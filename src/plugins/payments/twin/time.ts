/**
 * What the passing of time does: renewals, retries, endings, sessions that run out. In order, each at
 * the time at which it was due, however far the clock went at once.
 *
 * @module
 */
import { dueAt, proceed } from './billing/renewal.ts'
import { expire } from './billing/checkout.ts'
import type { CheckoutSession, Subscription } from './objects.ts'
import type { World } from './world.ts'

/** Does all that is due. Answers how much that was. */
export function passTime(world: World): number {
  // Times are whole seconds: within one, nothing falls due that was not.
  if (lastLook.get(world) === world.now()) return 0
  lastLook.set(world, world.now())
  let count = 0
  for (;;) {
    const next = findNext(world)
    if (!next) return count
    world.store.transaction(() => world.at(next.time, next.work))
    count++
  }
}

const lastLook = new WeakMap<World, number>()

function findNext(world: World): { time: number; work: () => void } | undefined {
  const now = world.now()
  let next: { time: number; work: () => void } | undefined
  const offer = (time: number | undefined, work: () => void) => {
    if (time !== undefined && time <= now && (!next || time < next.time)) next = { time, work }
  }
  for (const subscription of world.store.list<Subscription>('subscription')) {
    offer(dueAt(world, subscription), () => proceed(world, subscription))
  }
  for (const session of world.store.list<CheckoutSession>('checkout.session')) {
    if (session.status === 'open') offer(session.expires_at, () => expire(world, session))
  }
  return next
}
