/**
 * Access tokens: what makes one valid, and what it says.
 *
 * @module
 */
import { jwtVerify } from 'jose/jwt/verify'
import type { JWK, JWTHeaderParameters, JWTPayload } from 'jose'
import { AppError } from '#framework/errors.ts'
import { log } from '#framework/log.ts'
import { errors, refuseToken } from './errors.ts'
import { findKey, recallKey } from './jwks.ts'
import { readProvider } from './settings.ts'
import { nowInSeconds } from './time.ts'

/** What a valid token says. */
export interface Claims {
  id: string
  /** Seconds since 1970. */
  issuedAt: number
  /** Seconds since 1970. */
  expiresAt: number
  permissions: string[]
  /** It was issued to a program, for itself. */
  isMachine: boolean
  /** Put in by an Action of ours at Auth0: docs/auth0.md. */
  name?: string
  email?: string
}

/** How far the clocks of two machines may be apart, in seconds. */
const tolerance = 5

/** @throws TOKEN_EXPIRED, TOKEN_INVALID, KEYS_UNAVAILABLE */
export async function verifyToken(token: string): Promise<Claims> {
  const { issuer, audience } = readProvider()
  try {
    const { payload, protectedHeader } = await jwtVerify(
      token,
      (it, jws) => requireKey(issuer, it, String(jws.payload)),
      {
        issuer,
        audience,
        // One kind of signature, whatever the token would like: neither none nor a shared secret.
        algorithms: ['RS256'],
        clockTolerance: tolerance,
        requiredClaims: ['sub', 'iat', 'exp'],
      },
    )
    requireType(protectedHeader)
    return toClaims(payload)
  } catch (error) {
    throw toRefusal(error)
  }
}

async function requireKey(
  issuer: string,
  { kid }: JWTHeaderParameters,
  payload: string,
): Promise<JWK> {
  const known = typeof kid === 'string' ? recallKey(issuer, kid) : undefined
  if (known) return known
  // A stranger's token is no reason to ask our provider for anything. Looked at again when verified.
  if (readIssuer(payload) !== issuer) throw refuseToken(errors.TOKEN_INVALID, reasons['iss']!)
  const key = typeof kid === 'string' ? await findKey(issuer, kid) : undefined
  if (!key) throw refuseToken(errors.TOKEN_INVALID, 'It is signed with a key that is not known')
  return key
}

function readIssuer(payload: string): unknown {
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss?: unknown }
    return claims?.iss
  } catch {
    return undefined
  }
}

// RFC 9068, or the older kind of Auth0's.
function requireType({ typ }: JWTHeaderParameters): void {
  const type = String(typ).toLowerCase().replace('application/', '')
  if (type !== 'jwt' && type !== 'at+jwt') {
    throw refuseToken(errors.TOKEN_INVALID, 'It is not an access token')
  }
}

function toClaims(payload: JWTPayload): Claims {
  const { sub = '', iat = Infinity, exp = 0, scope, permissions, gty } = payload
  if (iat > nowInSeconds() + tolerance) {
    throw refuseToken(errors.TOKEN_INVALID, 'It is issued in the future')
  }
  if (typeof sub !== 'string' || sub.length < 1 || sub.length > 255) {
    throw refuseToken(errors.TOKEN_INVALID, 'It does not say whose it is')
  }

  // People’s ids name their connection: `auth0|…`.
  const isMachine = gty === 'client-credentials' || /^[^|]+@clients$/.test(sub)
  const name = toText(payload['https://plugboard/name'])
  const email = toText(payload['https://plugboard/email'])
  return {
    id: sub,
    issuedAt: iat,
    expiresAt: exp,
    permissions: toPermissions(permissions, isMachine ? scope : undefined),
    isMachine,
    ...(name && { name }),
    ...(email && { email }),
  }
}

// The scope of a program is what it was granted; a person's is only what was asked for.
function toPermissions(permissions: unknown, scope: unknown): string[] {
  if (Array.isArray(permissions)) return permissions.filter((it) => typeof it === 'string')
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : []
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function toRefusal(error: unknown): AppError {
  if (error instanceof AppError) return error

  const { code = '', claim = '' } = error as { code?: string; claim?: string }
  // jose names all that it refuses; anything else is a failure of ours, and lets nobody in either.
  if (!code.startsWith('ERR_J')) log.error('a token could not be checked', { error })
  if (code === 'ERR_JWT_EXPIRED') {
    return refuseToken(errors.TOKEN_EXPIRED, 'Get a new one from the sign-in provider', error)
  }
  const detail = reasons[claim] ?? reasons[code] ?? 'It is not a JSON Web Token'
  return refuseToken(errors.TOKEN_INVALID, detail, error)
}

const reasons: Record<string, string> = {
  iss: 'It is from another issuer',
  aud: 'It is meant for somebody else',
  nbf: 'It is not valid yet',
  sub: 'It does not say whose it is',
  iat: 'It does not say when it was issued',
  exp: 'It does not say when it expires',
  ERR_JOSE_ALG_NOT_ALLOWED: 'It is not signed with RS256',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'Its signature does not match',
}
