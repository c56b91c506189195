/**
 * Turns what oidc-provider answers into what Auth0 answers.
 *
 * @module
 */
import type { EventEmitter } from 'node:events'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { toAuth0Error, type Failure } from './failures.ts'
import type { Store } from './store.ts'

/** Must be called before the provider answers anything. */
export function toAuth0Answers(provider: Provider, { log }: Store): void {
  const failures = new WeakMap<object, Failure>()
  const note = (ctx: KoaContextWithOIDC, error: Error) => void failures.set(ctx, error as Failure)
  provider.on('grant.error', note)
  provider.on('revocation.error', note)
  provider.on('server_error', (_ctx, error) => log(`auth0: ${error.stack ?? error.message}`))
  const app: EventEmitter = provider
  app.on('error', (error: Error) => log(`auth0: ${error.stack ?? error.message}`))
  // RFC 9207 came later than Auth0's answers.
  provider.on('authorization.success', (_ctx, answer) => void delete answer?.['iss'])

  provider.use(async (ctx, next) => {
    await next()
    const failure = failures.get(ctx)
    if (failure) {
      const { status, ...body } = await toAuth0Error(ctx as never, failure)
      ctx.status = status
      ctx.body = body
      return
    }
    if (!ctx.path.startsWith('/authorize')) return
    ctx.set('referrer-policy', 'no-referrer')
    const location = ctx.response.get('location')
    if (location) ctx.set('location', withoutIssuer(location))
    // To the frame an error is an answer like any other; browsers complain of a 400.
    if (String(ctx.body).includes('<title>Web Message Response</title>')) ctx.status = 200
  })
}

function withoutIssuer(location: string): string {
  if (!URL.canParse(location)) return location
  const url = new URL(location)
  if (!url.searchParams.has('iss')) return location
  url.searchParams.delete('iss')
  return url.href
}
