/**
 * What the tenant says of itself: of what Auth0 says, that which the twin does too.
 *
 * @module
 */
import type { TwinAnswer } from '#framework/twin.ts'
import type { JWK } from 'jose'
import { json } from './call.ts'
import { claimsOfScopes, identityScopes } from './claims.ts'
import type { Store } from './store.ts'
import { toPublic } from './tokens.ts'

export function showConfiguration({ tenant }: Store): TwinAnswer {
  const { issuer } = tenant
  return open({
    issuer,
    authorization_endpoint: `${issuer}authorize`,
    token_endpoint: `${issuer}oauth/token`,
    userinfo_endpoint: `${issuer}userinfo`,
    jwks_uri: `${issuer}.well-known/jwks.json`,
    revocation_endpoint: `${issuer}oauth/revoke`,
    scopes_supported: identityScopes,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', ...Object.values(claimsOfScopes).flat()],
    request_uri_parameter_supported: false,
    request_parameter_supported: false,
    id_token_signing_alg_values_supported: ['RS256'],
  })
}

export async function showKeys({ keys }: Store): Promise<TwinAnswer> {
  const all = await keys.list()
  return open({ keys: all.map(({ kid, jwk }) => toPublic(kid, jwk as JWK)) })
}

// Public knowledge, which pages of any origin may read at Auth0 too.
function open(data: unknown): TwinAnswer {
  const answer = json(200, data)
  return { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': '*' } }
}
