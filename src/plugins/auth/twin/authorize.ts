/**
 * What `/authorize` is asked with: parameters that Auth0 knows, and those that the twin does not.
 *
 * @module
 */
import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import type { Store } from './store.ts'
import { connection } from './tenant.ts'

/** Parameters beside OpenID Connect's own that are kept for the sign-in page. */
const kept = ['audience', 'connection', 'screen_hint'] as const

/** Known to Auth0, and of no effect on what comes out. */
const harmless = new Set(
  `auth0Client client_id code_challenge code_challenge_method display login_hint max_age nonce
  prompt redirect_uri response_mode response_type scope state ui_locales`.split(/\s+/),
)

/** Known to Auth0, and would change what comes out: better an error here than a surprise there. */
const missing = new Set(
  `access_type acr_values authorization_details claims claims_locales connection_scope dpop_jkt
  id_token_hint invitation organization registration request request_uri resource
  web_message_target web_message_uri`.split(/\s+/),
)

type Check = (ctx: KoaContextWithOIDC) => void

/** The additional parameters; `check` runs for every request. */
export function recognized(check: Check): Record<string, Check | null> {
  return { ...Object.fromEntries(kept.map((name) => [name, null])), audience: check }
}

/** The `audience` of a request for a code or for a token; one that is no address is none of an API. */
export function findRequestedAudience({ oidc }: KoaContextWithOIDC): string | undefined {
  const audience = oidc.params?.['audience'] ?? oidc.body?.['audience']
  if (audience === undefined || audience === '') return undefined
  const text = String(audience)
  if (URL.canParse(text)) return text
  throw new errors.AccessDenied(`Service not found: ${text}`)
}

/** @throws what goes back to the application as an error. */
export function checkRequest(ctx: KoaContextWithOIDC, { log }: Store): void {
  const sent = (ctx.method === 'POST' ? ctx.oidc.body : ctx.query) ?? {}
  const params = ctx.oidc.params as Record<string, string | undefined>

  const unknown = Object.keys(sent).filter((name) => missing.has(name))
  if (unknown.length > 0) {
    throw new errors.InvalidRequest(`The twin of Auth0 does not imitate ${unknown.join(', ')}`)
  }
  if (params['connection'] && params['connection'] !== connection) {
    throw new errors.InvalidRequest(
      `the connection was not found (the twin has one, ${connection})`,
    )
  }
  for (const name of Object.keys(sent)) {
    if (harmless.has(name) || kept.includes(name as never) || name.startsWith('ext-')) continue
    log(`auth0: /authorize knows no parameter "${name}", and leaves it out as Auth0 does`)
  }

  // oidc-provider grants this scope with a consent only; to Auth0 a first-party application needs none.
  if (String(sent['scope']).split(' ').includes('offline_access')) {
    params['scope'] = [...new Set([...ctx.oidc.requestParamScopes, 'offline_access'])].join(' ')
  }
}
