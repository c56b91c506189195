/**
 * People, as against programs.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { findAccount, type Account } from './accounts.ts'
import { errors } from './errors.ts'

/**
 * The account of whoever asks.
 *
 * @throws PERSON_REQUIRED for a machine
 */
export async function requireAccountOf(user: User): Promise<Account> {
  requirePerson(user)
  const account = await findAccount(user.id)
  if (!account) throw errors.SIGNED_OUT('Sign in again')
  return account
}

/** @throws PERSON_REQUIRED */
export function requirePerson({ isMachine }: User): void {
  if (isMachine) throw errors.PERSON_REQUIRED('A program has no account here')
}
