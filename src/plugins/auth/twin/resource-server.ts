/**
 * Whether a token may be had for an API, and with which scopes.
 *
 * @module
 */
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import { identityScopes } from './claims.ts'
import type { Store } from './store.ts'
import { findAudience, findClientGrant } from './tenant.ts'

/** @throws access_denied, in Auth0's words. */
export function toResourceServer(request: {
  ctx: KoaContextWithOIDC
  audience: string
  clientId: string
  store: Store
}): ResourceServer {
  const { ctx, audience, clientId, store } = request
  const { tenant, settings } = store
  const permissions = findAudience(tenant, audience)
  if (!permissions) throw new errors.AccessDenied(`Service not found: ${audience}`)

  const isByItself = ctx.oidc.params?.['grant_type'] === 'client_credentials'
  // A tenant of Auth0 gives people's tokens for its Management API other scopes, about themselves.
  if (!isByItself && audience === tenant.managementAudience) {
    throw new errors.AccessDenied(
      'The twin gives the Management API to applications only, not to people: ' +
        `ask for it with client_credentials`,
    )
  }
  const scopes = isByItself
    ? grantScopes(request, findClientGrant(tenant, clientId, audience))
    : [...identityScopes, ...permissions]

  return {
    scope: scopes.join(' '),
    audience,
    accessTokenFormat: 'jwt',
    accessTokenTTL: settings.get().accessToken,
    jwt: { sign: { alg: 'RS256' } },
  }
}

function grantScopes(
  { ctx, audience }: { ctx: KoaContextWithOIDC; audience: string },
  granted: readonly string[] | undefined,
): readonly string[] {
  if (!granted) {
    throw new errors.AccessDenied(
      `Client is not authorized to access "${audience}". You need to create a "client-grant" ` +
        'associated to this API. See: ' +
        'https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants',
    )
  }
  const params = ctx.oidc.params as { scope?: string }
  const missing = [...ctx.oidc.requestParamScopes].filter((scope) => !granted.includes(scope))
  if (missing.length > 0) {
    throw new errors.AccessDenied(`Client has not been granted scopes: ${missing.join(', ')}`)
  }
  // Who asks for none gets all.
  params.scope ??= granted.join(' ')
  return granted
}
