/**
 * What is done to a person as a whole.
 *
 * @module
 */
import { endSessions, revokeRefreshTokens } from './ledger.ts'
import type { Store } from './store.ts'

/** Deletes somebody, with all that they hold. */
export function removePerson(store: Store, id: string): boolean {
  signOutEverywhere(store, id)
  return store.people.remove(id)
}

export function signOutEverywhere({ db }: Store, id: string): { sessions: number; tokens: number } {
  return { sessions: endSessions(db, id), tokens: revokeRefreshTokens(db, id) }
}
