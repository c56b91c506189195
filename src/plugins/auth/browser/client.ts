/**
 * Auth0's own library, as this site uses it.
 *
 * @module
 */
import { Auth0Client } from '@auth0/auth0-spa-js'
import type { Settings } from './kept.ts'

/** What a page says about the provider, in data attributes. */
export function readSettings({ dataset }: HTMLElement): Settings {
  const { issuer = '', clientId = '', audience = '' } = dataset
  return { issuer, clientId, audience }
}

/** Code and PKCE; refresh tokens that rotate, kept so that a session outlives its page. */
export function createClient({ issuer, clientId, audience }: Settings): Auth0Client {
  return new Auth0Client({
    // With its scheme, which is plain http for the twin on this machine.
    domain: issuer.replace(/\/$/, ''),
    clientId,
    useRefreshTokens: true,
    cacheLocation: 'localstorage',
    legacySameSiteCookie: false,
    authorizationParams: { audience, redirect_uri: `${location.origin}/signed-in` },
  })
}
