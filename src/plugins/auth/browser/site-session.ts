/**
 * The session at the site itself, which lives in a cookie that no script can read.
 *
 * @module
 */
import { failure } from './failures.ts'
import type { Here } from './here.ts'
import { keep } from './keep.ts'
import type { Settings } from './kept.ts'

/** Renewed when it has a quarter of its life left, so that few pages are ever late. */
const renewedAfter = 0.75

export interface Token {
  access_token: string
  /** Seconds. */
  expires_in: number
}

/** @throws Failure with the code of the site’s answer */
export async function startSession(
  settings: Settings,
  token: Token,
  { findPerson }: Here,
): Promise<void> {
  const headers = { authorization: `Bearer ${token.access_token}`, accept: 'application/json' }
  const response = await fetch('/auth/session', { method: 'POST', headers })
  if (!response.ok) {
    const { code, detail, title } = (await response.json().catch(() => ({}))) as {
      code?: string
      detail?: string
      title?: string
    }
    throw failure(code ?? `HTTP_${response.status}`, detail ?? title)
  }
  if (!findPerson()) throw failure('cookies_refused')
  keep({ ...settings, renewAt: Date.now() + token.expires_in * renewedAfter * 1000 })
}

/** Ends it, here and at the site. */
export async function endSession({ forget }: Here): Promise<void> {
  const headers = { accept: 'application/json' }
  try {
    await fetch('/auth/sign-out', { method: 'POST', headers, keepalive: true })
  } finally {
    // Last: other tabs take it for the sign to look at the cookie again.
    forget()
  }
}
