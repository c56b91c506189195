/**
 * Claims: who converts something claims its address first.
 *
 * @module
 */
import { randomId } from '#framework/idempotency/keys.ts'
import { transact, unlessConflict } from '#framework/tables.ts'
import { day, inSeconds, results } from './results.ts'

/** Takes a conversion on; undefined where somebody else has it, or it is done. */
export async function claim(id: string, leaseMilliseconds: number): Promise<string | undefined> {
  const owner = randomId()
  const changes = toClaim(owner, leaseMilliseconds)
  return unlessConflict(async () => {
    await results.update({ id }, changes)
    return owner
  })
}

/** Takes several on, in one request where nobody else has any of them; answers by whom, for those that were taken. */
export async function claimAll(
  ids: readonly string[],
  leaseMilliseconds: number,
): Promise<Map<string, string>> {
  const owner = randomId()
  const changes = toClaim(owner, leaseMilliseconds)
  const all =
    ids.length > 1 &&
    (await unlessConflict(async () => {
      await transact(ids.map((id) => results.ops.update({ id }, changes)))
      return true
    }))
  if (all) return new Map(ids.map((id) => [id, owner]))
  const owners = ids.map(async (id) => [id, await claim(id, leaseMilliseconds)] as const)
  const taken = (await Promise.all(owners)).filter(([, it]) => it !== undefined)
  return new Map(taken as [string, string][])
}

function toClaim(owner: string, leaseMilliseconds: number) {
  const now = Date.now()
  return {
    set: {
      status: 'working' as const,
      owner,
      leaseUntil: now + leaseMilliseconds,
      expiresAt: inSeconds(day),
    },
    remove: ['refusal', 'body', 'type', 'size', 'facts', 'keptKey'] as const,
    if: [
      { id: { exists: false } },
      { status: 'working' as const, leaseUntil: { lte: now } },
      // DynamoDB deletes late what has expired.
      { expiresAt: { lte: inSeconds(0) } },
      // Our own first attempt got through, and only its answer was lost.
      { owner },
    ],
  }
}

/** Gives a claim back: what failed was not the input's fault. */
export async function giveBack(id: string, owner: string): Promise<void> {
  await unlessConflict(() => results.delete({ id }, { if: { owner } }))
}
