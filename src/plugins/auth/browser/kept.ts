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

/** Storage reaches other tabs a little later than a lock does; a cookie is there at once. */
const cookie = 'renew-at'

export function findKept(): Kept | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null
    const byCookie = Number(/(?:^|; )renew-at=(\d+)/.exec(document.cookie)?.[1] ?? 0)
    return kept ? { ...kept, renewAt: Math.max(kept.renewAt, byCookie) } : undefined
  } catch {
    return undefined
  }
}

export function keep(kept: Kept): void {
  localStorage.setItem(name, JSON.stringify(kept))
  document.cookie = `${cookie}=${Math.round(kept.renewAt)}; path=/; samesite=lax${secure()}`
}

/** Forgets the session and its tokens. */
export function forget(): void {
  document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax${secure()}`
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === name || key.startsWith('@@auth0spajs@@')) localStorage.removeItem(key)
    }
  } catch {
    // A browser that refuses storage keeps nothing.
  }
}

function secure(): string {
  return location.protocol === 'https:' ? '; secure' : ''
}
