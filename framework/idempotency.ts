/**
 * Effects that happen once, however often they are asked for.
 *
 * @module
 */
import { claim } from './idempotency/claim.ts'
import { day, inSeconds, keys, toId } from './idempotency/keys.ts'
import { log } from './log.ts'
import { transact, type Operation } from './tables.ts'

export interface OnceOptions {
  /** How long a finished effect is remembered. Default 86,400 (one day). */
  ttlSeconds?: number
  /** How long an effect may take: afterwards another attempt may start. Default 60. */
  leaseSeconds?: number
}

/** The largest result that is remembered, in bytes of JSON. */
const largestResult = 100 * 1024

/**
 * Runs an effect unless it ran before under the same key, and remembers its result. An effect that
 * throws may be tried again at once; one that crashed, when its lease is over.
 *
 * @throws IN_PROGRESS while another attempt is at it, and whatever the effect throws
 */
export async function once<T>(
  key: string,
  effect: () => Promise<T>,
  { ttlSeconds = day, leaseSeconds = 60 }: OnceOptions = {},
): Promise<{ ran: boolean; result?: T }> {
  const claimed = await claim(key, { ttlSeconds, leaseSeconds })
  if (!claimed.granted) {
    const { result } = claimed
    return result === undefined ? { ran: false } : { ran: false, result: JSON.parse(result) as T }
  }

  const result = await orRelease(claimed, effect)
  // It has happened: a failure here must not make the caller try it again.
  await transact([claimed.finish(toResult(key, result))]).catch((error: unknown) =>
    log.error('an effect happened but could not be marked as done', { key, error }),
  )
  return { ran: true, result }
}

/**
 * Like `once`, for an effect that consists of writes: the operations it answers are written together
 * with the mark, so that not even a crash can do them twice.
 */
export async function onceWithWrites(
  key: string,
  effect: () => Promise<readonly Operation[] | void> | readonly Operation[] | void,
  { ttlSeconds = day, leaseSeconds = 60 }: OnceOptions = {},
): Promise<{ ran: boolean }> {
  const claimed = await claim(key, { ttlSeconds, leaseSeconds })
  if (!claimed.granted) return { ran: false }

  await orRelease(claimed, async () => {
    const writes = (await effect()) ?? []
    await transact([claimed.finish(), ...writes])
  })
  return { ran: true }
}

/**
 * The mark alone, for a transaction of your own: the rest of it happens once.
 * Where it happened before, `transact` throws a CONFLICT of this operation: `isConflict(error, 0)`.
 */
export function markOnce(
  key: string,
  { ttlSeconds = day }: { ttlSeconds?: number } = {},
): Operation {
  return keys.ops.create({ id: toId(key), state: 'done', expiresAt: inSeconds(ttlSeconds) })
}

/** Of these keys, those that are marked as done. */
export async function findDone(wanted: readonly string[]): Promise<Set<string>> {
  const found = await keys.getMany(wanted.map((key) => ({ id: toId(key) })))
  return new Set(wanted.filter((_, index) => found[index]?.state === 'done'))
}

async function orRelease<T>(
  claimed: { release: () => Promise<void> },
  effect: () => Promise<T>,
): Promise<T> {
  try {
    return await effect()
  } catch (error) {
    await claimed.release()
    throw error
  }
}

function toResult(key: string, result: unknown): string | undefined {
  try {
    const json = JSON.stringify(result) as string | undefined
    if (json === undefined || Buffer.byteLength(json) <= largestResult) return json
    throw new Error(
      `It takes ${Math.ceil(Buffer.byteLength(json) / 1024)} KB, and 100 KB is the most`,
    )
  } catch (error) {
    log.error('a result is not remembered: the same key will be answered without it', {
      key,
      error,
    })
    return undefined
  }
}
