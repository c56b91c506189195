/**
 * HTTP for the functions of routes: API Gateway's part, and the files of `public/`.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { isLocal } from '../../env.ts'
import { log } from '../../log.ts'
import { findRoute } from '../../testing/routes.ts'
import type { Invoke } from '../functions.ts'
import type { ServedFunction } from '../manifest.ts'
import { answers, send, toAnswer, type Answer } from './answer.ts'
import { readBody } from './body.ts'
import { toEvent } from './event.ts'
import { createStatic } from './static.ts'

export interface WebOptions {
  host: string
  port: number
  /** Left out: no functions, but the two addresses that tell how it is. */
  routes?: readonly ServedFunction[]
  /** The folder of static files. */
  files: string
  proxies: number
  /** At a time. */
  requests: number
  domainName: string
  /** Seconds from `stop` on, during which it only says that it is not ready. Default 0. */
  linger?: number
  invoke: Invoke
}

export interface Web {
  port: number
  /** Requests being worked on. */
  count: () => number
  /** Takes no more connections, after `linger`; resolves when the last answer has gone out. */
  stop: () => Promise<void>
}

/** Whether it takes requests, and whether the process lives: for load balancers and schedulers of containers. */
export const addresses = { ready: '/_plugboard/ready', live: '/_plugboard/live' }

/** @throws Error when the port is taken */
export async function startWeb(options: WebOptions): Promise<Web> {
  const {
    host,
    port,
    routes = [],
    files,
    proxies,
    requests,
    domainName,
    linger = 0,
    invoke,
  } = options
  const sendFile = createStatic(files, fileHeaders())
  const state = { count: 0, isStopping: false }
  const lambdas = routes.filter(({ pragma }) => pragma === 'http')

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer | void> {
    const target = toTarget(request.url ?? '')
    const [path = ''] = target?.split('?', 1) ?? []
    if (!target || !isDecodable(path)) return answers.malformed
    if (path === addresses.live) return tell(200, 'live')
    if (path === addresses.ready) return state.isStopping ? tell(503, 'stops') : tell(200, 'ready')
    if (path.startsWith('/_static/')) {
      return sendFile(path, request, response) ? undefined : answers.unknown
    }
    const match = findRoute(lambdas, request.method ?? 'GET', path)
    if (!match) return answers.unknown
    if (state.count > requests) return answers.busy
    const body = await readBody(request)
    if (!body) return answers.tooLarge
    const event = toEvent(request, { target, body, match, proxies, domainName })
    const { requestId: id } = event.requestContext
    const { name, pragma } = match.lambda
    try {
      return toAnswer(await invoke({ pragma, name, payload: event, id }))
    } catch (error) {
      log.error(`${name} failed`, { requestId: id, error })
      return answers.failed
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    state.count++
    response.once('close', () => state.count--)
    const found = await answer(request, response)
    if (!found) return
    // What is left of a body that nobody reads must not be taken for the next request.
    if (state.isStopping || !request.complete) response.setHeader('connection', 'close')
    try {
      send(response, found)
    } catch (error) {
      log.error('an answer could not be sent', { path: request.url, error })
      for (const name of response.getHeaderNames()) response.removeHeader(name)
      send(response, answers.failed)
    }
  }

  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000 },
    (request, response) => void serve(request, response),
  )
  // Longer than load balancers keep theirs (60 s): the one who closes first must not be this one.
  server.keepAliveTimeout = 75_000
  server.listen(port, host)
  await once(server, 'listening').catch((cause: Error) => {
    throw new Error(`Port ${port} cannot be listened on: ${cause.message}. Give another --port.`, {
      cause,
    })
  })

  return {
    port: (server.address() as AddressInfo).port,
    count: () => state.count,
    async stop() {
      state.isStopping = true
      await wait(linger * 1000)
      const closed = once(server, 'close')
      server.close()
      const sweep = setInterval(() => server.closeIdleConnections(), 100)
      await closed
      clearInterval(sweep)
    },
  }
}

function tell(statusCode: number, status: string): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { statusCode, headers, body: JSON.stringify({ status }) }
}

/** Path and query, percent-encoded as they came; undefined for what is no address of a site. */
function toTarget(url: string): string | undefined {
  if (url.startsWith('/')) return url
  const absolute = URL.parse(url)
  return absolute ? absolute.pathname + absolute.search : undefined
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function fileHeaders(): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    ...(!isLocal() && { 'strict-transport-security': 'max-age=31536000' }),
  }
}
