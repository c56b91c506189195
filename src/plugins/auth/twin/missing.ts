/**
 * What Auth0 has and its twin has not, by address: to be told apart from a misspelt one.
 *
 * @module
 */

const features: Record<string, string> = {
  '/oidc/logout': 'logout by OpenID Connect: use /v2/logout',
  '/oidc/register': 'dynamic registration of applications',
  '/oauth/device/code': 'the device flow',
  '/oauth/par': 'pushed authorization requests',
  '/oauth/reverify': 'step-up in the authentication API',
  '/bc-authorize': 'backchannel authentication (CIBA)',
  '/passwordless': 'passwordless sign-in',
  '/dbconnections': 'the database connection’s own API',
  '/mfa': 'multi-factor authentication',
  '/samlp': 'SAML',
  '/wsfed': 'WS-Federation',
  '/scim': 'SCIM',
  '/login/callback': 'sign-in through other providers',
  '/co/authenticate': 'cross-origin authentication',
  '/me/v1': 'the My Account API',
  '/tokeninfo': 'tokeninfo, which Auth0 has given up',
  '/delegation': 'delegation, which Auth0 has given up',
  '/anonymous': 'anonymous sessions',
}

/** The name of the feature that is at an address of Auth0's. */
export function findMissingFeature(path: string): string | undefined {
  const found = Object.keys(features).find((it) => path === it || path.startsWith(`${it}/`))
  return found && features[found]
}
