/**
 * Signing out: here, at the site, and at the provider, who leads back to the front page.
 *
 * @module
 */
import { createClient, readSettings } from './client.ts'
import type { Here } from './here.ts'
import { endSession } from './site-session.ts'

const patienceMs = 3000

/** @param form - holds the provider in data attributes */
export async function signOut(form: HTMLFormElement, here: Here): Promise<void> {
  const client = createClient(readSettings(form))
  // Whoever has copied the refresh token has nothing of it. It is over here even if nobody answers.
  const revoked = client.revokeRefreshToken().catch(() => {})
  await Promise.race([revoked, new Promise((resolve) => setTimeout(resolve, patienceMs))])
  await endSession(here)
  await client.logout({ logoutParams: { returnTo: `${location.origin}/` } })
}
