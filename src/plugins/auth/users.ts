/**
 * From an access token to whoever it stands for.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { changeAccount, recallAccount, type StoredAccount } from './accounts.ts'
import { errors, refuseToken } from './errors.ts'
import { findProfile } from './provider-profile.ts'
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

  const account = await requireAccount(claims, token)
  const { name, email } = account
  return { claims, account, user: { id, name, permissions, ...(email && { email }) } }
}

async function requireAccount(claims: Claims, token: string): Promise<StoredAccount> {
  const known = await recallAccount(claims.id)
  if (known) requireSignedIn(known, claims)
  if (known && !known.deletedAt) return known

  const profile = await findProfile(claims, token)
  const now = new Date().toISOString()
  const account = await changeAccount(claims.id, (stored) => {
    // Somebody else was faster: they made it, or the person has just left.
    if (stored && (!stored.deletedAt || isSignedOut(stored, claims))) return undefined
    const { signedOutAt, version } = stored ?? {}
    return {
      id: claims.id,
      ...profile,
      createdAt: now,
      updatedAt: now,
      ...(signedOutAt !== undefined && { signedOutAt }),
      ...(version !== undefined && { version }),
    }
  })
  requireSignedIn(account!, claims)
  return account!
}

function requireSignedIn(account: StoredAccount, claims: Claims): void {
  if (!isSignedOut(account, claims)) return
  throw refuseToken(errors.SIGNED_OUT, 'Sign in again')
}

function isSignedOut({ signedOutAt = -1 }: StoredAccount, { issuedAt }: Claims): boolean {
  return issuedAt <= signedOutAt
}
