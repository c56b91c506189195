/**
 * The tenant's server: who answers what.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { isOwnHost, listenOnLoopback, type TwinAnswer } from '#framework/twin.ts'
import { json, page, readCall, redirect, text, type Call } from './call.ts'
import { visitDesk } from './desk.ts'
import { showConfiguration, showKeys } from './discovery.ts'
import { createIssuer, toForm, type Issuer } from './issuer.ts'
import { visitLogin } from './login.ts'
import { logOut } from './logout.ts'
import { manage } from './management.ts'
import { findMissingFeature } from './missing.ts'
import { renderMessage } from './pages/failure.ts'
import type { Store } from './store.ts'
import { showUserinfo } from './userinfo.ts'

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  store: Store
  issuer: Issuer
}

/** Starts the server on loopback. */
export function startServer(store: Store): Promise<{ stop: () => Promise<void> }> {
  const issuer = createIssuer(store)
  const server = createServer((request, response) => {
    serve({ request, response, store, issuer }).catch((error: unknown) => {
      store.log(`auth0: ${error instanceof Error ? error.stack : String(error)}`)
      if (response.headersSent) response.destroy()
      else send(response, text(500, 'The twin of Auth0 failed: see the terminal'))
    })
  })
  return listenOnLoopback(server, store.tenant.port)
}

async function serve(exchange: Exchange): Promise<void> {
  const { request, response, store, issuer } = exchange
  if (!isOwnHost(request.headers.host)) {
    return send(response, text(403, 'The twin of Auth0 answers on localhost only'))
  }
  const { pathname, search } = new URL(request.url ?? '/', store.tenant.origin)
  if (isAstray(request, store)) {
    return send(response, redirect(store.tenant.origin + pathname + search))
  }
  if (isProtocol(request.method, pathname)) return issuer.handle(request, response)

  const call = await readCall(request).catch((error: Error) => error)
  if (call instanceof Error) return send(response, text(413, call.message))
  if (/^POST \/oauth\/(token|revoke)$/.test(call.name)) {
    const read = toForm(request, call)
    return 'form' in read ? issuer.handle(read.form, response) : send(response, read.refusal)
  }
  return send(response, await answer(call, exchange))
}

// By another name of this machine a page would be of another origin, with other cookies.
function isAstray({ method, headers }: IncomingMessage, { tenant }: Store): boolean {
  const isPage = method === 'GET' && headers.accept?.includes('text/html')
  return Boolean(isPage) && `http://${headers.host}` !== tenant.origin
}

/** What oidc-provider reads for itself. */
function isProtocol(method: string | undefined, path: string): boolean {
  if (path === '/authorize' || path.startsWith('/authorize/')) return true
  return method === 'OPTIONS' && /^\/(oauth\/(token|revoke)|userinfo)$/.test(path)
}

async function answer(call: Call, exchange: Exchange): Promise<TwinAnswer> {
  const { store, issuer, request, response } = exchange
  const visit = async () => ({ call, store, request, response, provider: await issuer.provider() })

  if (call.path.startsWith('/api/v2/')) return manage(call, store)
  if (call.path === '/twin' || call.path.startsWith('/twin/')) return visitDesk(call, store)
  switch (call.name) {
    case 'GET /.well-known/openid-configuration':
      return showConfiguration(store)
    case 'GET /.well-known/jwks.json':
      return showKeys(store)
    case 'GET /userinfo':
    case 'POST /userinfo':
      return showUserinfo(call, store, issuer.provider)
    case 'GET /v2/logout':
      return logOut(await visit())
    case 'GET /u/login':
    case 'GET /u/signup':
      return visitLogin(await visit())
    case 'POST /u/login':
    case 'POST /u/signup':
      return isFrom(call, store.tenant.origin)
        ? visitLogin(await visit())
        : text(403, 'This form belongs to the pages of the twin of Auth0')
    case 'GET /style.css':
      return text(200, await readFile(join(import.meta.dirname, 'style.css'), 'utf8'), 'text/css')
    case 'GET /':
      return redirect('/twin')
    default:
      return nothingHere(call)
  }
}

function isFrom({ headers }: Call, origin: string): boolean {
  return headers.origin === undefined || headers.origin === origin
}

function nothingHere(call: Call): TwinAnswer {
  const feature = findMissingFeature(call.path)
  const status = feature ? 501 : 404
  const description = feature
    ? `The twin of Auth0 does not imitate ${feature} (${call.name})`
    : `Auth0 has nothing at ${call.path}, as far as its twin knows`
  return call.headers.accept?.includes('text/html')
    ? page(
        status,
        renderMessage({ title: feature ? 'Not imitated' : 'Not here', text: description }),
      )
    : json(status, {
        error: feature ? 'not_imitated' : 'not_found',
        error_description: description,
      })
}

function send(response: ServerResponse, { status, headers, body }: TwinAnswer): void {
  response.writeHead(status, headers).end(body)
}
