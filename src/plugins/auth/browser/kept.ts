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
    return (JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null) ?? undefined
  } catch {
    return undefined
  }
}

export function keep(kept: Kept): void {
  localStorage.setItem(name, JSON.stringify(kept))
}

/** Forgets the session and its tokens. */
export function forget(): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === name || key.startsWith('@@auth0spajs@@')) localStorage.removeItem(key)
    }
  } catch {
    // A browser that refuses storage keeps nothing.
  }
}
