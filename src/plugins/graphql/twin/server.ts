/**
 * The explorer's server: its files, and the way to the API behind the same origin.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { findFile } from './files.ts'

export interface ExplorerOptions {
  port: number
  /** Where the API is: the origin of the site. */
  site: string
}

/** Starts the server on loopback. */
export async function startExplorer({ port, site }: ExplorerOptions) {
  const server = createServer((request, response) => {
    answer(request, site)
      .catch((error: Error) => text(502, `No answer from ${site}: ${error.message}`))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    async stop() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

interface Answer {
  status: number
  headers: Record<string, string>
  body: string
}

async function answer(request: IncomingMessage, site: string): Promise<Answer> {
  // A page of another site could have its own name point at loopback.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    return text(403, 'The explorer answers on localhost only')
  }
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/graphql') return forward(request, site)

  const file = request.method === 'GET' ? await findFile(pathname) : undefined
  if (!file) return text(404, 'There is nothing at this address')
  return { status: 200, headers: { 'content-type': file.type, ...safety }, body: file.content }
}

async function forward(request: IncomingMessage, site: string): Promise<Answer> {
  const chunks = await request.toArray()
  const response = await fetch(`${site}/graphql`, {
    method: request.method ?? 'POST',
    headers: toForwarded(request.headers),
    ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
  })
  const type = response.headers.get('content-type') ?? 'text/plain'
  return { status: response.status, headers: { 'content-type': type }, body: await response.text() }
}

// What the person typed into the headers tab, and cookies; not what names this server or the hop.
function toForwarded(headers: IncomingMessage['headers']): Record<string, string> {
  const own = /^(host|origin|referer|connection|content-length|accept-encoding|sec-.*)$/
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !own.test(name) ? [[name, value]] : [],
    ),
  )
}

const safety = {
  // The editor writes its colours into style elements; scripts come from files alone.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
    "font-src 'self' data:; img-src 'self' data:; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

function text(status: number, body: string): Answer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
