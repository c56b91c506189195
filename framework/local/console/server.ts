/**
 * The console: one page on a loopback port of its own that shows what the local cloud does.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenOnLoopback } from '../../twin.ts'
import { ApiProblem, createApi } from './api.ts'
import { findRefusal, safetyHeaders } from './guard.ts'
import { bundlePage, type PageFile } from './page.ts'
import type { ConsoleOptions } from './sources.ts'
import { openStream } from './stream.ts'

export interface Console {
  url: string
  stop: () => Promise<void>
}

const maxBody = 1024 * 1024

/** Starts the console. The page is bundled when it is asked for. */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const call = createApi(options)
  let page: Promise<Map<string, PageFile>> | undefined

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = findRefusal(request, port)
    if (refusal) return send(response, 403, { problem: refusal })

    const url = new URL(request.url ?? '/', 'http://localhost')
    const { method = 'GET' } = request
    if (url.pathname === '/api/stream' && method === 'GET') {
      return openStream(options.trace, response)
    }
    if (url.pathname.startsWith('/api/')) {
      const path = url.pathname.slice('/api/'.length).split('/').map(decodeURIComponent)
      const body = method === 'GET' ? {} : await readBody(request)
      const result = await call({ method, path, query: url.searchParams, body })
      return send(response, result === undefined ? 204 : 200, result)
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return send(response, 405, { problem: 'Method not allowed.' })
    }
    page ??= bundlePage()
    const file = (await page).get(url.pathname)
    if (!file) return send(response, 404, { problem: 'There is no such page.' })
    const headers = { ...safetyHeaders, 'content-type': `${file.type}; charset=utf-8` }
    response.writeHead(200, headers).end(method === 'HEAD' ? undefined : file.body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      page = undefined
      const { status, message } = toProblem(error)
      if (response.headersSent) response.destroy()
      else send(response, status, { problem: message })
    })
  })
  const { stop } = await listenOnLoopback(server, options.port)
  // The sandbox keeps the process alive, not its console.
  server.unref()
  const { port } = server.address() as AddressInfo

  return { url: `http://localhost:${port}`, stop }
}

function send(response: ServerResponse, status: number, body?: unknown): void {
  if (body === undefined) {
    response.writeHead(status, safetyHeaders).end()
    return
  }
  const headers = { ...safetyHeaders, 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<{ [name: string]: unknown }> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBody) throw new ApiProblem(413, 'This is more than the console takes.')
    chunks.push(chunk)
  }
  if (size === 0) return {}
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new ApiProblem(415, 'The console takes application/json.')
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString())
    if (typeof body === 'object' && body !== null) return body as { [name: string]: unknown }
  } catch {
    // As any other text that is no object.
  }
  throw new ApiProblem(400, 'The body is not a JSON object.')
}

function toProblem(error: unknown): { status: number; message: string } {
  const { name, message } = error as Error
  if (error instanceof ApiProblem) return { status: error.status, message }
  if (name === 'TableProblem' || name === 'ValidationException') return { status: 422, message }
  return { status: error instanceof URIError ? 400 : 500, message }
}
