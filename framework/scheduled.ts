/**
 * Schedules: jobs by the clock, of which two runs never overlap.
 *
 * @module
 */
import { defineTable, isConflict } from './tables.ts'
import { randomId } from './idempotency/keys.ts'
import { log, withRequestId } from './log.ts'
import { toLease, type EventHandler } from './message/work.ts'
import { loadSecrets } from './secrets.ts'

/** One run of a schedule. */
export interface Run {
  /** When it was due, ISO 8601. */
  time: string
  requestId: string
}

interface ScheduleRecord {
  id: string
  owner: string
  /** Until when nobody else may run it, in milliseconds since 1970. */
  leaseUntil: number
  /** The last tick that was run to its end. */
  lastTick?: string
}

const schedules = defineTable<ScheduleRecord, 'id'>('plugboard-keys', { key: ['id'] })

/**
 * Makes the function that a schedule runs. EventBridge may tick twice: the second tick, and one that
 * comes while the run before it is still at work, are skipped. What the handler throws makes Lambda
 * try the same tick again, twice.
 *
 * @param options.leaseSeconds - when a run counts as dead; at the latest when its function's time is
 *   up. Default 900
 */
export function handleSchedule(
  name: string,
  handler: (run: Run) => void | Promise<void>,
  { leaseSeconds = 900 }: { leaseSeconds?: number } = {},
): EventHandler<{ ran: boolean }> {
  return async (event, context) => {
    await loadSecrets()
    const { id: tick = randomId(), time = new Date().toISOString() } = (event ?? {}) as {
      id?: string
      time?: string
    }
    const lease = hasTimeLimit(context) ? Math.min(leaseSeconds, toLease(context)) : leaseSeconds

    return withRequestId(tick, async () => {
      const release = await acquire(name, { tick, lease })
      if (!release) return { ran: false }
      try {
        await handler({ time, requestId: tick })
      } catch (error) {
        log.error(`schedule ${name} failed`, { error })
        await release({ done: false })
        throw error
      }
      await release({ done: true })
      return { ran: true }
    })
  }
}

async function acquire(name: string, { tick, lease }: { tick: string; lease: number }) {
  const id = `schedule:${name}`
  const owner = randomId()
  const now = Date.now()
  const isFree = { leaseUntil: { lte: now } }
  try {
    await schedules.update(
      { id },
      {
        set: { owner, leaseUntil: now + lease * 1000 },
        if: [
          { id: { exists: false } },
          { ...isFree, lastTick: { exists: false } },
          { ...isFree, lastTick: { not: tick } },
          // Our own first attempt got through, and only its answer was lost.
          { owner },
        ],
      },
    )
  } catch (error) {
    if (!isConflict(error)) throw error
    log.info(`schedule ${name} is skipped: it is running, or this tick was done`)
    return undefined
  }

  return async ({ done }: { done: boolean }) => {
    const set = { leaseUntil: 0, ...(done && { lastTick: tick }) }
    await schedules.update({ id }, { set, if: { owner } }).catch((error: unknown) => {
      // Another run took over, or will when the lease is over: no reason to fail this one.
      log.warn(`schedule ${name} could not give its lease back`, { error })
    })
  }
}

function hasTimeLimit(context: unknown): boolean {
  return Boolean(
    (context as { getRemainingTimeInMillis?: unknown } | null)?.getRemainingTimeInMillis,
  )
}
