/**
 * oidc-provider, made when the first request needs it, and made anew when the keys have changed:
 * requests that are under way end with the one that they began with.
 *
 * @module
 */
import { IncomingMessage } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Provider } from 'oidc-provider'
import type { TwinAnswer } from '#framework/twin.ts'
import { json, readFields, type Call } from './call.ts'
import type { Store } from './store.ts'

export interface Issuer {
  provider: () => Promise<Provider>
  /** Lets oidc-provider answer. */
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

export function createIssuer(store: Store): Issuer {
  let made: { version: number; provider: Promise<Provider> } | undefined

  function provider(): Promise<Provider> {
    const version = store.keys.version()
    if (made?.version !== version) made = { version, provider: make(store) }
    return made.provider
  }

  return {
    provider,
    async handle(request, response) {
      await (await provider()).callback()(request, response)
    },
  }
}

/**
 * The same request as a form, whatever it came as: Auth0 takes JSON at its token endpoint too.
 * Answers what is wrong with it, where it is neither.
 */
export function toForm(
  request: IncomingMessage,
  call: Call,
): { form: IncomingMessage } | { refusal: TwinAnswer } {
  if (call.headers['dpop']) return refuse('The twin of Auth0 does not imitate DPoP')
  const { resource: _notAuth0s, ...fields } = readFields(call) ?? {}
  if (
    readFields(call) === undefined ||
    Object.values(fields).some((it) => typeof it === 'object')
  ) {
    return refuse('The body must be a form or a JSON object of plain values')
  }

  const body = String(new URLSearchParams(fields as Record<string, string>))
  const form = new IncomingMessage(request.socket)
  const { 'transfer-encoding': _, ...headers } = request.headers
  // Complete: else its end would take the connection along.
  Object.assign(form, { method: request.method, url: request.url, complete: true })
  form.headers = {
    ...headers,
    // Else oidc-provider shows a page to whoever asks for HTML.
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(Buffer.byteLength(body)),
  }
  form.push(body)
  form.push(null)
  return { form }
}

function refuse(error_description: string) {
  return { refusal: json(400, { error: 'invalid_request', error_description }) }
}

async function make(store: Store): Promise<Provider> {
  const { createProvider } = await import('./provider.ts')
  return createProvider(store)
}
