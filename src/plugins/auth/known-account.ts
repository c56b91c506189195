/**
 * The account of the person whom a token stands for.
 *
 * @module
 */
import { changeAccount, recallAccount, type StoredAccount } from './accounts.ts'
import { errors, refuseToken } from './errors.ts'
import { findProfile } from './provider-profile.ts'
import type { Claims } from './tokens.ts'

/**
 * Finds the account, or makes it.
 *
 * @throws SIGNED_OUT
 */
export async function requireAccount(claims: Claims, token: string): Promise<StoredAccount> {
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
