/**
 * What is kept of a person, so that they can have it: `personal-data.ts` of a service, or
 * `src/shared/personal-data.ts` of the app.
 *
 * Whoever keeps such data also hears of `account-deleted`, and erases it then.
 *
 * @module
 */
import type { User } from './identity.ts'

export interface PersonalData {
  /** All that is kept of a person, as JSON; undefined for nothing. */
  find: (user: User) => Promise<unknown>
}

/** Declares it. The default export of its file. */
export function definePersonalData(data: PersonalData): PersonalData {
  return data
}
