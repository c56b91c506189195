/**
 * Keeps what kept.ts reads. Apart from it, since only who starts a session has to load this.
 *
 * @module
 */
import type { Kept } from './kept.ts'

/** Storage reaches other tabs a little later than a lock does; a cookie is there at once. */
export function keep(kept: Kept): void {
  localStorage.setItem('auth', JSON.stringify(kept))
  const secure = location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `renew-at=${Math.round(kept.renewAt)}; path=/; samesite=lax${secure}`
}
