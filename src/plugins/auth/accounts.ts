/**
 * Accounts: what we keep of a person ourselves. All else is the sign-in provider's.
 *
 * @module
 */
import { defineTable, isConflict } from '#framework/tables.ts'
import { sinceMs } from './time.ts'

/** What the table holds of somebody. */
export interface StoredAccount {
  /** The provider's, `sub` of the tokens. */
  id: string
  /** To be shown. The person may change it. */
  name: string
  /** As the provider knows it; that it is really theirs need not be proved. */
  email?: string
  /** ISO 8601, as the other one. */
  createdAt: string
  updatedAt: string
  /** Tokens issued until then are refused. Seconds since 1970. */
  signedOutAt?: number
  /**
   * The account is gone, and this is what is left of it: a mark, so that tokens which are still alive
   * do not bring it back. ISO 8601.
   */
  deletedAt?: string
  /** When that mark goes, too. Seconds since 1970. */
  expiresAt?: number
  version: number
}

/** An account as others see it. */
export interface Account {
  id: string
  name: string
  email?: string
  createdAt: string
  updatedAt: string
  /** Counts the changes; whoever changes it names the one they have read. */
  version: number
}

export const accounts = defineTable<StoredAccount, 'id'>('auth-accounts', {
  key: ['id'],
  version: true,
  ttl: 'expiresAt',
})

/** The account of a person; undefined where there is none, or none any more. */
export async function findAccount(id: string): Promise<Account | undefined> {
  const stored = await accounts.get({ id }, { consistent: true })
  return stored && !stored.deletedAt ? toAccount(stored) : undefined
}

/** What of an account is for others to see. */
export function toAccount({ id, name, email, createdAt, updatedAt, version }: StoredAccount) {
  const account: Account = { id, name, createdAt, updatedAt, version, ...(email && { email }) }
  return account
}

/** How long a function may go by what it has read: so long does a session that was ended live on. */
const keepMs = 10_000
const most = 1000

const known = new Map<string, { account: StoredAccount; readAt: number }>()

/** The account, read in the last ten seconds; the mark of a deleted one, too. */
export async function recallAccount(id: string): Promise<StoredAccount | undefined> {
  const { account, readAt } = known.get(id) ?? { readAt: -Infinity }
  if (account && sinceMs(readAt) < keepMs) return account

  const stored = await accounts.get({ id })
  return stored && remember(stored)
}

/** Keeps what was just read or written. */
export function remember(account: StoredAccount): StoredAccount {
  // The oldest goes: a map keeps the order in which its keys came.
  known.delete(account.id)
  known.set(account.id, { account, readAt: Date.now() })
  if (known.size > most) known.delete(known.keys().next().value!)
  return account
}

/**
 * Changes an account as it is now stored; of two changes at once the second sees the first.
 *
 * @param change - answers the account as it shall be, or undefined to leave it
 */
export async function changeAccount(
  id: string,
  change: (stored: StoredAccount | undefined) => NewAccount | undefined,
): Promise<StoredAccount | undefined> {
  for (let attempt = 1; ; attempt++) {
    const stored = await accounts.get({ id }, { consistent: true })
    const next = change(stored)
    if (!next) return stored && remember(stored)
    try {
      return remember(await accounts.save(next))
    } catch (error) {
      if (attempt === 5 || !isConflict(error)) throw error
    }
  }
}

type NewAccount = Omit<StoredAccount, 'version'> & { version?: number }
