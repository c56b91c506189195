/**
 * Signed tokens: small payloads that leave the house and must come back unchanged.
 * Signed is not secret: whoever holds a token can read it.
 *
 * @module
 */
import type { Hmac } from 'node:crypto'
import { isLocal, kernelEnv, requireEnv } from './env.ts'
import { kernelErrors } from './errors.ts'

/** What a token is for. A token made for one purpose is worth nothing for another. */
export interface SigningOptions {
  purpose: string
  /** Left out: the token is good for as long as `APP_SECRET` lives. */
  expiresInSeconds?: number
}

interface Envelope {
  /** Payload. */
  p: object
  /** Expiry, in seconds since 1970. */
  e?: number
}

/** Long enough for any payload that belongs in a link or a cookie. */
const maxLength = 8192

/**
 * Makes a token of a payload; its characters are safe in links, headers and cookies.
 *
 * @throws MISSING_ENV without a proper `APP_SECRET`
 */
export function sign(payload: object, { purpose, expiresInSeconds }: SigningOptions): string {
  const envelope: Envelope = { p: payload }
  if (expiresInSeconds !== undefined) envelope.e = now() + expiresInSeconds
  const body = Buffer.from(JSON.stringify(envelope)).toString('base64url')
  const token = `${body}.${mac(body, purpose)}`
  if (token.length > maxLength) throw new Error(`[signing] too much for a ${purpose} token`)
  return token
}

/**
 * Reads a token back. Forged, changed, expired or made for another purpose: `undefined`.
 *
 * @throws MISSING_ENV without a proper `APP_SECRET`
 */
export function verify<T = unknown>(
  token: string | null | undefined,
  { purpose }: Pick<SigningOptions, 'purpose'>,
): T | undefined {
  const [body, given, ...rest] = token && token.length <= maxLength ? token.split('.') : []
  if (!body || !given || rest.length > 0) return undefined
  if (!isEqual(given, mac(body, purpose))) return undefined

  const envelope = JSON.parse(Buffer.from(body, 'base64url').toString()) as Envelope
  if (envelope.e !== undefined && envelope.e <= now()) return undefined
  return envelope.p as T
}

function mac(body: string, purpose: string): string {
  if (!purpose) throw new Error('[signing] a token needs a purpose')
  const key = hmac(requireSecret()).update(`plugboard token: ${purpose}`).digest()
  return hmac(key).update(body).digest('base64url')
}

function hmac(key: string | Buffer): Hmac {
  return process.getBuiltinModule('node:crypto').createHmac('sha256', key)
}

function requireSecret(): string {
  const secret = requireEnv('APP_SECRET')
  if (secret.length < 32) {
    throw kernelErrors.MISSING_ENV('APP_SECRET is too short: it takes at least 32 characters')
  }
  if (!isLocal() && secret === kernelEnv['APP_SECRET']?.local) {
    throw kernelErrors.MISSING_ENV('APP_SECRET still has the value meant for local use')
  }
  return secret
}

// Compared as text, since two different texts of base64url can mean the same bytes.
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && process.getBuiltinModule('node:crypto').timingSafeEqual(a, b)
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
