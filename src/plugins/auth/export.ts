/**
 * All that is kept of a person, by the app and by each plugged-in service, for them to take along.
 *
 * @module
 */
import { modules } from 'plugboard:personal-data'
import type { User } from '#framework/identity.ts'

export interface AccountExport {
  /** ISO 8601. */
  exportedAt: string
  /** By who keeps it: `auth`, `site`. */
  data: Record<string, unknown>
}

export async function exportAccount(user: User): Promise<AccountExport> {
  const found = await Promise.all(modules.map(({ find }) => find(user)))
  const kept = modules.flatMap(({ name }, index) =>
    found[index] === undefined ? [] : [[name, found[index]] as const],
  )
  return { exportedAt: new Date().toISOString(), data: Object.fromEntries(kept) }
}
