/**
 * oidc-provider, which does the protocol, set up to behave as an Auth0 tenant does.
 *
 * @module
 */
import { errors, Provider, type Configuration, type KoaContextWithOIDC } from 'oidc-provider'
import { toAuth0Answers } from './answers.ts'
import { checkRequest, findRequestedAudience, recognized } from './authorize.ts'
import { claimsOfScopes, identityScopes, toAccessToken, toProfile } from './claims.ts'
import { loginPolicy, toLoginPath } from './login-policy.ts'
import { createAdapter } from './models.ts'
import { renderFailure } from './pages/failure.ts'
import { toResourceServer } from './resource-server.ts'
import type { Store } from './store.ts'
import { clients, type Tenant } from './tenant.ts'
import { nowInSeconds } from './time.ts'

/** Makes the provider anew after each change of the keys: it reads them once. */
export async function createProvider(store: Store): Promise<Provider> {
  const provider = new Provider(store.tenant.issuer, await toConfiguration(store))
  toAuth0Answers(provider, store)
  return provider
}

async function toConfiguration(store: Store): Promise<Configuration> {
  const { tenant, db, people, keys, settings } = store
  const jwks = (await keys.list()).map(({ kid, jwk }) => ({
    ...jwk,
    kid,
    use: 'sig',
    alg: 'RS256',
  }))

  return {
    adapter: (kind) => createAdapter(db, kind, { leeway: () => settings.get().refreshTokenLeeway }),
    jwks: { keys: jwks as NonNullable<Configuration['jwks']>['keys'] },
    clients: toClients(tenant),
    clientAuthMethods: ['none', 'client_secret_post', 'client_secret_basic'],
    clientBasedCORS: (_ctx, origin) => origin === tenant.siteOrigin,
    clockTolerance: 0,

    claims: claimsOfScopes,
    scopes: identityScopes,
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    extraParams: recognized((ctx) => checkRequest(ctx, store)),

    routes: {
      authorization: '/authorize',
      token: '/oauth/token',
      revocation: '/oauth/revoke',
      userinfo: '/userinfo',
      jwks: '/.well-known/jwks.json',
    },
    // Cookies know no ports: several clones of a project may run on this machine.
    cookies: {
      names: {
        session: `auth0_${tenant.port}`,
        interaction: `auth0_login_${tenant.port}`,
        resume: `auth0_resume_${tenant.port}`,
      },
    },

    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientId === token.clientId,
      },
      webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) => findRequestedAudience(ctx) as string,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, audience, client) =>
          toResourceServer({ ctx, audience, clientId: client.clientId, store }),
      },
    },

    findAccount: (_ctx, id, token) => toAccount(store, id, token),
    // One grant for each sign-in: what came from one code is one family, and ends as one.
    loadExistingGrant: (ctx) => grantAll(ctx, store),
    expiresWithSession: () => false,
    rotateRefreshToken: true,
    interactions: { policy: loginPolicy(store), url: toLoginPath },
    renderError: (ctx, out) => renderFailure(ctx, out, store),

    formats: {
      customizers: {
        jwt: (_ctx, token, jwt) => {
          const { accountId } = token as { accountId?: string }
          const person = accountId === undefined ? undefined : people.find(accountId)
          const { iat, exp } = jwt.payload as { iat: number; exp: number }
          jwt.header = { ...jwt.header, typ: 'JWT' }
          jwt.payload = toAccessToken({
            tenant,
            clientId: token.clientId!,
            audience: token.aud as string,
            scopes: token.scope?.split(' ') ?? [],
            iat,
            exp,
            ...(person && { person }),
          }) as typeof jwt.payload
        },
      },
    },
    ttl: toLifetimes(store),
  }
}

function toClients({ callbackUrls }: Tenant): NonNullable<Configuration['clients']> {
  const byItself = {
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [],
    response_types: [],
  } as const
  return [
    {
      client_id: clients.site.id,
      client_name: clients.site.name,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: [...callbackUrls],
    },
    ...[clients.management, clients.machine].map(({ id, name, secret }) => ({
      client_id: id,
      client_name: name,
      client_secret: secret,
      ...byItself,
      grant_types: [...byItself.grant_types],
      redirect_uris: [],
      response_types: [],
    })),
  ]
}

function toAccount({ people }: Store, id: string, token?: object) {
  const person = people.find(id)
  if (!person) return undefined
  if (person.blocked && token) {
    throw new errors.CustomOIDCProviderError('unauthorized', 'user is blocked')
  }
  const { sessionUid } = (token ?? {}) as { sessionUid?: string }
  return {
    accountId: id,
    claims: (use: string) => ({
      ...toProfile(person),
      sub: id,
      ...(use === 'id_token' && { sid: sessionUid }),
    }),
  }
}

// First-party applications are asked for no consent. Permissions are what the person's roles hold.
async function grantAll(ctx: KoaContextWithOIDC, { people }: Store) {
  const { accountId } = ctx.oidc.account!
  const { provider, client, params } = ctx.oidc
  const grant = new provider.Grant({ accountId, clientId: client!.clientId })
  grant.addOIDCScope(identityScopes.join(' '))
  if (typeof params?.['resource'] === 'string') {
    const { permissions } = people.find(accountId)!
    grant.addResourceScope(params['resource'], [...identityScopes, ...permissions].join(' '))
  }
  await grant.save()
  return grant
}

function toLifetimes({ settings }: Store): NonNullable<Configuration['ttl']> {
  return {
    AccessToken: () => settings.get().accessToken,
    ClientCredentials: () => settings.get().accessToken,
    IdToken: () => settings.get().idToken,
    AuthorizationCode: () => settings.get().authorizationCode,
    Grant: () => settings.get().refreshToken,
    Interaction: () => 3600,
    RefreshToken(_ctx, token) {
      const { refreshToken, refreshTokenIdle } = settings.get()
      return Math.max(1, Math.min(refreshTokenIdle, refreshToken - token.totalLifetime()))
    },
    Session(_ctx, { loginTs = nowInSeconds() }) {
      const { session, sessionIdle } = settings.get()
      return Math.max(1, Math.min(sessionIdle, session - (nowInSeconds() - loginTs)))
    },
  }
}
