/**
 * `/userinfo`: a person's profile, for an access token that names it as an audience.
 *
 * @module
 */
import type { Provider } from 'oidc-provider'
import type { TwinAnswer } from '#framework/twin.ts'
import { findBearer, json, text, type Call } from './call.ts'
import { pickProfile } from './claims.ts'
import type { Store } from './store.ts'
import { verifyToken } from './tokens.ts'

export async function showUserinfo(
  call: Call,
  store: Store,
  provider: () => Promise<Provider>,
): Promise<TwinAnswer> {
  const token = findBearer(call)
  const known = token ? await readToken(token, store, provider).catch(() => undefined) : undefined
  const person = known && store.people.find(known.id)

  if (person && !person.blocked && known.scopes.includes('openid')) {
    return withOrigin(json(200, pickProfile(person, known.scopes)), store)
  }
  const refused = text(401, 'Unauthorized')
  const challenge = token ? 'Bearer error="invalid_token"' : 'Bearer'
  return withOrigin(
    { ...refused, headers: { ...refused.headers, 'www-authenticate': challenge } },
    store,
  )
}

async function readToken(token: string, store: Store, provider: () => Promise<Provider>) {
  // Without an audience Auth0 gives a token that nobody but itself can read.
  if (token.split('.').length !== 3) {
    const opaque = await (await provider()).AccessToken.find(token)
    return opaque && { id: opaque.accountId, scopes: [...opaque.scopes] }
  }
  const claims = await verifyToken(store, token, `${store.tenant.issuer}userinfo`)
  return { id: claims.sub!, scopes: String(claims['scope']).split(' ') }
}

function withOrigin(answer: TwinAnswer, { tenant }: Store): TwinAnswer {
  const headers = { 'access-control-allow-origin': tenant.siteOrigin, vary: 'Origin' }
  return { ...answer, headers: { ...answer.headers, ...headers } }
}
