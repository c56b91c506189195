/**
 * Requests to the sign-in provider.
 *
 * By node's own modules: `fetch` would load undici, which is half of a cold start.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

export interface Outgoing {
  method?: 'GET' | 'POST' | 'DELETE'
  headers?: Record<string, string>
  body?: string
}

export interface Incoming {
  status: number
  body: string
}

/** Nobody waits longer for the provider. */
const timeoutMs = 3000

/** Far more than any of its answers has. */
const maxBytes = 256 * 1024

/**
 * Sends a request. Redirects are answers, too: none of these addresses has one.
 *
 * @throws Error when there is no whole answer within 3 seconds
 */
export function send(url: string, { method = 'GET', headers, body }: Outgoing = {}) {
  const { request } = url.startsWith('https:')
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http')

  return new Promise<Incoming>((resolve, reject) => {
    const options = {
      method,
      headers: { accept: 'application/json', ...headers },
      signal: AbortSignal.timeout(timeoutMs),
      // A connection that was kept while the function was frozen is a dead one.
      agent: false,
    }
    request(url, options, (response) => {
      read(response).then(resolve, reject)
    })
      .on('error', reject)
      .end(body)
  })
}

async function read(response: IncomingMessage): Promise<Incoming> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new Error(`The answer has more than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }
}
