/**
 * Signing out everywhere: no token that was issued until now is good any more.
 *
 * @module
 */
import { changeAccount } from './accounts.ts'
import { endSessionsAtProvider } from './management.ts'
import { nowInSeconds } from './time.ts'

/**
 * Ends all sessions of a person. Other functions know of it within ten seconds.
 *
 * @returns whether the provider's sessions were ended, too; otherwise a browser can renew its own
 * @throws SIGN_IN_PROVIDER_FAILED, after all that is ours to end has ended
 */
export async function signOutEverywhere(id: string): Promise<boolean> {
  // First there, or a browser could get itself a new token in between.
  const [atProvider] = await Promise.allSettled([endSessionsAtProvider(id)])
  await changeAccount(id, (stored) => stored && { ...stored, signedOutAt: nowInSeconds() })
  await endOfSecond()

  if (atProvider.status === 'rejected') throw atProvider.reason
  return atProvider.value
}

/**
 * Waits until whoever signs in now gets a token of a later second: tokens count in whole seconds, and
 * those of the second in which somebody signed out are refused.
 */
export function endOfSecond(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1001 - (Date.now() % 1000)))
}
