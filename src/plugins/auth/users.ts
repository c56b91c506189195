/**
 * From an access token to whoever it stands for.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import type { StoredAccount } from './accounts.ts'
import { verifyToken, type Claims } from './tokens.ts'

/** What is known of whoever a token stands for. */
export interface Authenticated {
  user: User
  claims: Claims
  /** Machines have none. */
  account?: StoredAccount
}

/**
 * Checks a token, and makes the account of a person who is seen for the first time.
 *
 * @throws TOKEN_INVALID, TOKEN_EXPIRED, SIGNED_OUT, KEYS_UNAVAILABLE
 */
export async function authenticate(token: string): Promise<Authenticated> {
  const claims = await verifyToken(token)
  const { id, permissions, isMachine } = claims
  if (isMachine) return { claims, user: { id, name: id, permissions, isMachine } }

  // Loaded by those who come with an account: neither a stranger nor a machine needs tables.
  const { requireAccount } = await import('./known-account.ts')
  const account = await requireAccount(claims, token)
  const { name, email } = account
  return { claims, account, user: { id, name, permissions, ...(email && { email }) } }
}
