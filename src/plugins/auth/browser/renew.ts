/**
 * Renewing a session with the refresh token, which is exchanged for the next one each time.
 *
 * @module
 */
import { createClient } from './client.ts'
import { isTransient, toFailure } from './failures.ts'
import type { Here } from './here.ts'
import type { Settings } from './kept.ts'
import { endSession, startSession } from './site-session.ts'

/** @throws Failure, of the provider or of the site */
export async function renew(settings: Settings, here: Here): Promise<void> {
  const token = await createClient(settings)
    .getTokenSilently({ cacheMode: 'off', detailedResponse: true })
    .catch((error: unknown) => {
      throw toFailure(error)
    })
  await startSession(settings, token!, here)
}

/**
 * Renews the session that is kept; where it is over, ends it here as well.
 *
 * @throws Failure when nobody could be asked: nothing is known, nothing is ended
 */
export async function renewOrEnd(here: Here): Promise<void> {
  const kept = here.findKept()
  if (!kept) return
  const { issuer, clientId, audience } = kept
  try {
    await renew({ issuer, clientId, audience }, here)
  } catch (error) {
    if (isTransient(toFailure(error))) throw error
    await endSession(here)
  }
}
