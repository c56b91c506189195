/**
 * What a twin stands on: a small HTTP server on loopback, out of reach for the pages of other sites.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'

/** What a twin answers. */
export interface TwinAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export interface TwinServerOptions {
  port: number
  /** For messages: `The mail outbox`. */
  name: string
  answer: (request: IncomingMessage) => Promise<TwinAnswer>
  /** Hears of what `answer` throws; the client is told to look there. */
  log?: (line: string) => void
}

/** Starts the server. It answers to names of this machine only. */
export async function startTwinServer(
  options: TwinServerOptions,
): Promise<{ stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answerSafely(request, options)
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy())
  })
  return listenOnLoopback(server, options.port)
}

/** Opens a server's port to this machine alone; `stop` also ends the connections that are open. */
export async function listenOnLoopback(
  server: Server,
  port: number,
): Promise<{ stop: () => Promise<void> }> {
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

/** Whether a `host` header names this machine: a page of another site could have its name point here. */
export function isOwnHost(host = ''): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)
}

async function answerSafely(
  request: IncomingMessage,
  { name, answer, log = () => {} }: TwinServerOptions,
): Promise<TwinAnswer> {
  if (!isOwnHost(request.headers.host)) {
    return toText(403, `${name} answers on localhost only`)
  }
  try {
    return await answer(request)
  } catch (error) {
    log(`${name} failed: ${String(error)}`)
    return toText(500, `${name} failed: see the terminal`)
  }
}

function toText(status: number, body: string): TwinAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}
