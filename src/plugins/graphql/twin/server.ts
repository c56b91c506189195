/**
 * The explorer's server: its files, and the way to the API behind the same origin.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import { startTwinServer, type TwinAnswer } from '#framework/twin.ts'
import { findFile } from './files.ts'
import { answerPeople } from './people.ts'

export interface ExplorerOptions {
  port: number
  /** Where the API is: the origin of the site. */
  site: string
  /** Where there are tokens of people to be had; asked anew each time. */
  findTokens?: () => Promise<string | undefined>
}

/** Starts the server on loopback. */
export function startExplorer(options: ExplorerOptions) {
  const { port } = options
  return startTwinServer({ port, name: 'The explorer', answer: (it) => answer(it, options) })
}

async function answer(
  request: IncomingMessage,
  { site, findTokens }: ExplorerOptions,
): Promise<TwinAnswer> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/people') return answerPeople(request, await findTokens?.())
  if (pathname === '/graphql') {
    return forward(request, site).catch((error: Error) =>
      text(502, `No answer from ${site}: ${error.message}`),
    )
  }

  const file = request.method === 'GET' ? await findFile(pathname) : undefined
  if (!file) return text(404, 'There is nothing at this address')
  return { status: 200, headers: { 'content-type': file.type, ...safety }, body: file.content }
}

async function forward(request: IncomingMessage, site: string): Promise<TwinAnswer> {
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

function text(status: number, body: string): TwinAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
