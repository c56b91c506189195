/**
 * What tokens say of people and programs, in Auth0's words.
 *
 * @module
 */
import type { Person } from './people.ts'
import { toPicture } from './pictures.ts'
import { localAudience, type Tenant } from './tenant.ts'

/** Which claims an OpenID Connect scope opens. */
export const claimsOfScopes = {
  openid: ['sub', 'sid'],
  profile: ['nickname', 'name', 'picture', 'updated_at', 'given_name', 'family_name'],
  email: ['email', 'email_verified'],
} as const

/** The scopes that are no permission of an API. */
export const identityScopes = ['openid', 'profile', 'email', 'offline_access']

/** Everything that an ID token and `/userinfo` may say. */
export function toProfile(person: Person): Record<string, unknown> {
  return {
    sub: person.id,
    nickname: person.nickname,
    name: person.name,
    picture: toPicture(person),
    // A text, where OpenID Connect has a number: Auth0 keeps it so.
    updated_at: person.updatedAt,
    ...(person.givenName && { given_name: person.givenName }),
    ...(person.familyName && { family_name: person.familyName }),
    email: person.email,
    email_verified: person.emailVerified,
  }
}

/** What of a profile the scopes open. */
export function pickProfile(person: Person, scopes: readonly string[]): Record<string, unknown> {
  const open: string[] = scopes.flatMap(
    (scope) => claimsOfScopes[scope as keyof typeof claimsOfScopes] ?? [],
  )
  return Object.fromEntries(
    Object.entries(toProfile(person)).filter(([name]) => open.includes(name)),
  )
}

export interface AccessTokenOptions {
  tenant: Tenant
  clientId: string
  audience: string
  scopes: readonly string[]
  /** Seconds since 1970. */
  iat: number
  exp: number
  /** Left out: the client's own token. */
  person?: Person
}

/** The claims of an access token in Auth0's profile (`access_token_authz`: with permissions). */
export function toAccessToken(options: AccessTokenOptions): Record<string, unknown> {
  const { tenant, clientId, audience, scopes, iat, exp, person } = options
  const hasUserinfo = person && scopes.includes('openid')
  return {
    // A post-login Action of the tenant adds these two: docs/auth0.md.
    ...(person && {
      'https://plugboard/name': person.name,
      'https://plugboard/email': person.email,
    }),
    iss: tenant.issuer,
    sub: person ? person.id : `${clientId}@clients`,
    aud: hasUserinfo ? [audience, `${tenant.issuer}userinfo`] : audience,
    iat,
    exp,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(!person && { gty: 'client-credentials' }),
    azp: clientId,
    // The Management API has no roles, and so none of this.
    ...(audience === localAudience && {
      permissions: person ? person.permissions : scopes,
    }),
  }
}
