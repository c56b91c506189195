/**
 * Claims: who may do what a key stands for.
 *
 * @module
 */
import { defineErrors } from '../errors.ts'
import { isConflict, type Operation } from '../tables.ts'
import { inSeconds, keys, randomId, toId, type KeyRecord } from './keys.ts'

export const idempotencyErrors = defineErrors({
  IN_PROGRESS: [409, 'The same is being done right now'],
})

/** Granted: do it, then finish or release. Otherwise it was done, with this result. */
export type Claim =
  | { granted: true; finish: (result?: string) => Operation; release: () => Promise<void> }
  | { granted: false; result: string | undefined }

/** @throws IN_PROGRESS while somebody else holds the claim */
export async function claim(
  key: string,
  { ttlSeconds, leaseSeconds }: { ttlSeconds: number; leaseSeconds: number },
): Promise<Claim> {
  const id = toId(key)
  const owner = randomId()
  const started = {
    id,
    state: 'started',
    owner,
    leaseUntil: Date.now() + leaseSeconds * 1000,
    expiresAt: inSeconds(Math.max(ttlSeconds, leaseSeconds)),
  } as const satisfies KeyRecord

  const found = await createOrFind(started)
  if (found?.state === 'done') return { granted: false, result: found.result }
  if (found) await takeOver(found, started)

  const mine = { owner, state: 'started' as const }
  return {
    granted: true,
    finish: (result) =>
      keys.ops.update(
        { id },
        {
          set: { state: 'done', expiresAt: inSeconds(ttlSeconds), ...(result && { result }) },
          remove: ['owner', 'leaseUntil'],
          if: mine,
        },
      ),
    release: () => keys.delete({ id }, { if: mine }).catch(() => {}),
  }
}

async function createOrFind(started: KeyRecord): Promise<KeyRecord | undefined> {
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      await keys.create(started)
      return undefined
    } catch (error) {
      if (!isConflict(error)) throw error
    }
    const found = await keys.get(started, { consistent: true })
    // Released, or forgotten, between the two requests: it is free now.
    if (found) return found
  }
  throw idempotencyErrors.IN_PROGRESS()
}

/** Goes on where another attempt ended without a word: crashed, timed out, or killed. */
async function takeOver(found: KeyRecord, { id, owner, leaseUntil, expiresAt }: KeyRecord) {
  const dead = (found.leaseUntil ?? 0) <= Date.now()
  if (!dead) throw idempotencyErrors.IN_PROGRESS()
  try {
    await keys.update(
      { id },
      {
        set: { owner: owner!, leaseUntil: leaseUntil!, expiresAt },
        if: { state: 'started', owner: found.owner! },
      },
    )
  } catch (error) {
    throw isConflict(error) ? idempotencyErrors.IN_PROGRESS({ cause: error }) : error
  }
}
