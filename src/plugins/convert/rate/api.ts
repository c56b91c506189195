/**
 * The door for counting: how often somebody asks, who is not signed in, by address and minute.
 *
 * @module
 */
import { isLoopback, type HttpRequest } from '#framework/http.ts'
import { defineTable, isConflict } from '#framework/tables.ts'
import { errors } from '../errors.ts'

interface Visitor {
  /** What is counted, address, and minute since 1970. */
  id: string
  count: number
  /** Seconds since 1970. */
  expiresAt: number
}

const visitors = defineTable<Visitor, 'id'>('convert-visitors', { key: ['id'], ttl: 'expiresAt' })
const minute = 60_000

/**
 * Counts a request of somebody who need not be signed in.
 *
 * @param what - each has a count of its own: `sources`
 * @throws CONVERT_RATE_EXCEEDED, with `retry-after`
 */
export async function requireRate(
  { ip }: Pick<HttpRequest, 'ip'>,
  what: string,
  perMinute: number,
): Promise<void> {
  const now = Date.now()
  const id = `${what} ${ip || 'unknown'} ${Math.floor(now / minute)}`
  // Whoever works on the app is no stranger to it; what they measure still counts the counting.
  const isFree = ip === '' || isLoopback(ip)
  try {
    await visitors.update(
      { id },
      {
        add: { count: 1 },
        set: { expiresAt: Math.ceil(now / 1000) + 300 },
        ...(!isFree && { if: [{ count: { exists: false } }, { count: { lt: perMinute } }] }),
      },
    )
  } catch (error) {
    if (!isConflict(error)) throw error
    const seconds = Math.ceil((minute - (now % minute)) / 1000)
    throw errors.CONVERT_RATE_EXCEEDED({
      detail: `${perMinute} a minute are the most from one address. Try again in ${seconds} s`,
      headers: { 'retry-after': String(seconds) },
    })
  }
}
