/**
 * What can be set for a tenant, with Auth0's defaults.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'

/** All in seconds. */
export interface Lifetimes {
  accessToken: number
  idToken: number
  authorizationCode: number
  /** A refresh token that nobody uses. */
  refreshTokenIdle: number
  /** A refresh token and all that came from it. */
  refreshToken: number
  /** How long a refresh token that was exchanged may be exchanged once more. */
  refreshTokenLeeway: number
  sessionIdle: number
  session: number
}

export interface Settings {
  get: () => Lifetimes
  /** @throws Error that names what cannot be set. */
  set: (changes: Record<string, unknown>) => Lifetimes
}

const day = 86_400

/** @see https://auth0.com/docs/secure/tokens */
export const defaults: Lifetimes = {
  accessToken: day,
  idToken: 36_000,
  authorizationCode: 600,
  refreshTokenIdle: 15 * day,
  refreshToken: 30 * day,
  refreshTokenLeeway: 0,
  sessionIdle: 3 * day,
  session: 7 * day,
}

export function createSettings(db: DatabaseSync): Settings {
  const list = db.prepare('SELECT name, value FROM settings')
  const save = db.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)')

  function get(): Lifetimes {
    const stored = list.all().map(({ name, value }) => [name, Number(value)])
    return { ...defaults, ...(Object.fromEntries(stored) as Partial<Lifetimes>) }
  }

  return {
    get,
    set(changes) {
      const problems = Object.entries(changes).flatMap(([name, value]) => check(name, value))
      if (problems.length > 0) throw new Error(problems.join(' '))

      for (const [name, value] of Object.entries(changes)) save.run(name, Number(value))
      return get()
    },
  }
}

function check(name: string, value: unknown): string[] {
  if (!(name in defaults)) {
    return [`There is no lifetime "${name}": ${Object.keys(defaults).join(', ')}.`]
  }
  const least = name === 'refreshTokenLeeway' ? 0 : 1
  if (Number.isSafeInteger(value) && Number(value) >= least) return []
  return [`${name} must be a whole number of seconds, ${least} or more.`]
}
