/**
 * What this browser keeps of a session: enough to renew it on any page.
 *
 * @module
 */

/** The sign-in provider, and who we are there. */
export interface Settings {
  issuer: string
  clientId: string
  audience: string
}

export interface Kept extends Settings {
  /** Milliseconds since 1970, by this device's clock. */
  renewAt: number
}

const name = 'auth'

export function findKept(): Kept | undefined {
  try {
    // The cookie is the newer of the two where another tab has renewed the session just now.
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null
    const byCookie = Number(/(?:^|; )renew-at=(\d+)/.exec(document.cookie)?.[1] ?? 0)
    return kept ? { ...kept, renewAt: Math.max(kept.renewAt, byCookie) } : undefined
  } catch {
    return undefined
  }
}

/** Forgets the session and its tokens. */
export function forget(): void {
  document.cookie = 'renew-at=; path=/; max-age=0'
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === name || key.startsWith('@@auth0spajs@@')) localStorage.removeItem(key)
    }
  } catch {
    // A browser that refuses storage keeps nothing.
  }
}
