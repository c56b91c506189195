/**
 * Errors of the token endpoint and of revocation, as Auth0 words them.
 *
 * @see https://auth0.com/docs/api/authentication
 * @module
 */
import type { KoaContextWithOIDC } from 'oidc-provider'

/** An error of oidc-provider's. */
export interface Failure extends Error {
  error?: string
  error_description?: string
  error_detail?: string
  statusCode?: number
}

export interface Auth0Error {
  status: number
  error: string
  error_description: string
}

export async function toAuth0Error(ctx: KoaContextWithOIDC, failure: Failure): Promise<Auth0Error> {
  const { error = 'server_error', error_description: description = '', error_detail = '' } = failure
  const grantType = String(ctx.oidc.params?.['grant_type'] ?? ctx.oidc.body?.['grant_type'])

  switch (error) {
    case 'invalid_client':
      return ctx.path === '/oauth/revoke'
        ? answer(401, 'invalid_client', 'Unauthorized')
        : answer(401, 'access_denied', 'Unauthorized')
    case 'invalid_grant':
      return toInvalidGrant(ctx, grantType, error_detail)
    case 'unsupported_grant_type':
      return answer(403, error, `Unsupported grant type: ${grantType}`)
    case 'invalid_request':
      if (description.startsWith('requested grant type is not allowed')) {
        const text = `Grant type '${grantType}' not allowed for the client.`
        return answer(403, 'unauthorized_client', text)
      }
      return answer(400, error, toMissing(description))
    case 'access_denied':
    case 'unauthorized':
      return answer(403, error, description)
    case 'invalid_target':
      return answer(403, 'access_denied', `Service not found: ${ctx.oidc.body?.['audience']}`)
    case 'server_error':
      return answer(500, error, 'Internal error: see the terminal')
    default:
      return answer(failure.statusCode ?? 400, error, description)
  }
}

async function toInvalidGrant(
  ctx: KoaContextWithOIDC,
  grantType: string,
  detail: string,
): Promise<Auth0Error> {
  if (grantType === 'refresh_token') {
    return answer(403, 'invalid_grant', 'Unknown or invalid refresh token.')
  }
  if (/code_verifier|code_challenge/.test(detail)) {
    return answer(403, 'invalid_grant', 'Failed to verify code verifier')
  }
  if (detail.includes('redirect_uri')) {
    const { code, redirect_uri: sent } = ctx.oidc.params as Record<string, string>
    const known = await ctx.oidc.provider.AuthorizationCode.find(code!, { ignoreExpiration: true })
    const text = `The redirect URI is wrong. You sent ${sent}, and we expected ${known?.redirectUri}`
    return answer(403, 'unauthorized_client', text)
  }
  return answer(403, 'invalid_grant', 'Invalid authorization code')
}

/** `missing required parameters 'code' and 'redirect_uri'` names all, Auth0 the first one. */
function toMissing(description: string): string {
  const [, name] = /^missing required parameters? '(\w+)'/.exec(description) ?? []
  return name ? `Missing required parameter: ${name}` : description
}

function answer(status: number, error: string, error_description: string): Auth0Error {
  return { status, error, error_description }
}
