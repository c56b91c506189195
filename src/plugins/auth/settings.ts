/**
 * Who signs people in for us: an Auth0 tenant, or the twin that stands in for one.
 *
 * @module
 */
import { isLocal, requireEnv } from '#framework/env.ts'
import { isLoopback } from '#framework/http.ts'

/** The provider, as its documents and its tokens name it. */
export interface Provider {
  /** `https://tenant.eu.auth0.com/`: the issuer of its tokens, and the start of its addresses. */
  issuer: string
  domain: string
  /** Our application there. */
  clientId: string
  /** Our API there. */
  audience: string
}

/** @throws MISSING_ENV */
export function readProvider(): Provider {
  const domain = requireEnv('AUTH0_DOMAIN')
  return {
    domain,
    issuer: toAddress(domain),
    clientId: requireEnv('AUTH0_CLIENT_ID'),
    audience: requireEnv('AUTH0_AUDIENCE'),
  }
}

/** What the Management API is asked with; undefined where we were given no account for it. */
export interface Management {
  /** With its path. */
  api: string
  tokenUrl: string
  clientId: string
  clientSecret: string
}

export function readManagement(): Management | undefined {
  const clientId = process.env['AUTH0_MANAGEMENT_CLIENT_ID']
  const clientSecret = process.env['AUTH0_MANAGEMENT_CLIENT_SECRET']
  if (!clientId || !clientSecret) return undefined

  // A domain of one's own has no Management API: the tenant's has.
  const domain = process.env['AUTH0_MANAGEMENT_DOMAIN'] || requireEnv('AUTH0_DOMAIN')
  const address = toAddress(domain)
  return { api: `${address}api/v2/`, tokenUrl: `${address}oauth/token`, clientId, clientSecret }
}

// Plain http is for the twin on a developer's machine alone.
function toAddress(domain: string): string {
  const mayBePlain = isLocal()
  // Asked with each token: taking an address apart is a twentieth of all that is done for one.
  if (known?.domain === domain && known.mayBePlain === mayBePlain) return known.address
  const { hostname } = new URL(`https://${domain}`)
  const address = `${mayBePlain && isLoopback(hostname) ? 'http' : 'https'}://${domain}/`
  known = { domain, mayBePlain, address }
  return address
}

let known: { domain: string; mayBePlain: boolean; address: string } | undefined
