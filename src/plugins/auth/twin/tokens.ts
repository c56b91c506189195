/**
 * Tokens that the twin signs or checks by itself, beside oidc-provider.
 *
 * @module
 */
import type { JWK, JWTPayload } from 'jose'
import { identityScopes, pickProfile, toAccessToken } from './claims.ts'
import type { Person } from './people.ts'
import type { Store } from './store.ts'
import { clients, findClientGrant, localAudience } from './tenant.ts'
import { nowInSeconds } from './time.ts'

/** What a developer asks for. */
export interface TokenWish {
  /** Left out: the program's own token. */
  person?: Person
  /** In seconds; default: what the tenant's settings say. */
  expiresIn?: number
  /** Put in place of the usual claims; `null` leaves one out. */
  claims?: Record<string, unknown>
}

/** The tokens that a sign-in would have given. */
export async function issueTokens(store: Store, { person, expiresIn, claims = {} }: TokenWish) {
  const { tenant, settings } = store
  const { accessToken: usual, idToken } = settings.get()
  const iat = nowInSeconds()
  const exp = iat + (expiresIn ?? usual)
  const clientId = person ? clients.site.id : clients.machine.id
  const scopes = person
    ? ['openid', 'profile', 'email', ...person.permissions]
    : findClientGrant(tenant, clientId, localAudience)!
  const audience = localAudience
  const usualClaims = toAccessToken({
    tenant,
    clientId,
    audience,
    scopes,
    iat,
    exp,
    ...(person && { person }),
  })

  return {
    access_token: await sign(store, { ...usualClaims, ...claims }),
    ...(person && {
      id_token: await sign(store, {
        ...pickProfile(person, identityScopes),
        iss: tenant.issuer,
        aud: clientId,
        iat,
        exp: iat + idToken,
      }),
    }),
    scope: scopes.join(' '),
    expires_in: exp - iat,
    token_type: 'Bearer',
  }
}

/**
 * The claims of a token that this tenant signed for an audience.
 *
 * @throws JOSEError, saying what is wrong with it.
 */
export async function verifyToken(store: Store, token: string, audience: string) {
  const { createLocalJWKSet, jwtVerify } = await jose()
  const { tenant, keys } = store
  const jwks = (await keys.list()).map(({ kid, jwk }) => toPublic(kid, jwk as JWK))
  const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: jwks }), {
    algorithms: ['RS256'],
    issuer: tenant.issuer,
    audience,
  })
  return payload
}

/** A key as the JWKS shows it. */
export function toPublic(kid: string, { kty, n, e }: JWK): JWK {
  return { kty: kty!, use: 'sig', alg: 'RS256', kid, n: n!, e: e! }
}

async function sign({ keys }: Store, claims: Record<string, unknown>): Promise<string> {
  const { importJWK, SignJWT } = await jose()
  const { kid, jwk } = await keys.current()
  const payload = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null))
  return new SignJWT(payload as JWTPayload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
    .sign(await importJWK(jwk as JWK, 'RS256'))
}

// Loaded when it is needed: every test of the app starts this twin, few sign in.
function jose() {
  return import('jose')
}
