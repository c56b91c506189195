/**
 * The console: one page on a loopback port of its own that shows what the local cloud does.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenOnLoopback } from '../../twin.ts'
import type { Call } from './api/call.ts'
import { createApi } from './api/routes.ts'
import { readBytes, readJson } from './body.ts'
import { openClockDesk } from './clock-desk.ts'
import { findRefusal, safetyHeaders } from './guard.ts'
import { bundlePage, type PageFile } from './page.ts'
import { sendAnswer, sendJson, sendProblem } from './send.ts'
import type { ConsoleOptions } from './sources.ts'
import { openStream } from './stream.ts'

export interface Console {
  url: string
  stop: () => Promise<void>
}

/** Starts the console. The page is bundled when it is asked for. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { trace, faults, sources } = options
  const clock = openClockDesk(options.clock)
  const call = createApi({ trace, faults, sources, clock })
  let page: Promise<Map<string, PageFile>> | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = findRefusal(request, port)
    if (refusal) return sendJson(response, 403, { problem: refusal })

    const url = new URL(request.url ?? '/', 'http://localhost')
    const { method = 'GET' } = request
    if (url.pathname === '/api/stream' && method === 'GET') {
      return openStream({ trace, faults, clock }, response)
    }
    if (url.pathname.startsWith('/api/')) {
      return sendAnswer(response, await call(toCall(request, url)))
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return sendJson(response, 405, { problem: 'Method not allowed.' })
    }
    page ??= bundlePage()
    const file = (await page).get(url.pathname)
    if (!file) return sendJson(response, 404, { problem: 'There is no such page.' })
    const headers = { ...safetyHeaders, 'content-type': `${file.type}; charset=utf-8` }
    response.writeHead(200, headers).end(method === 'HEAD' ? undefined : file.body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      page = undefined
      sendProblem(response, error)
    })
  })
  const { stop } = await listenOnLoopback(server, options.port)
  // The sandbox keeps the process alive, not its console.
  server.unref()
  const { port } = server.address() as AddressInfo

  return { url: `http://localhost:${port}`, stop }
}

function toCall(request: IncomingMessage, url: URL): Call {
  return {
    method: request.method ?? 'GET',
    path: url.pathname.slice('/api/'.length).split('/').map(decodeURIComponent),
    query: url.searchParams,
    json: () => readJson(request),
    bytes: (limit) => readBytes(request, limit),
    contentType: request.headers['content-type'],
  }
}
