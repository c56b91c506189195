/**
 * Requests to the sign-in provider.
 *
 * By node's own modules: `fetch` would load undici, which is half of a cold start. By a timer and
 * events: an AbortSignal and `for await` are 1.7 ms more of it.
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
      // A connection that was kept while the function was frozen is a dead one.
      agent: false,
    }
    const sent = request(url, options, (response) => {
      read(response, (body) => resolve({ status: response.statusCode ?? 0, body }))
      response.on('error', reject)
    })
    const timer = setTimeout(() => {
      sent.destroy(new Error(`There was no whole answer within ${timeoutMs} ms`))
    }, timeoutMs)
    sent.on('error', reject)
    sent.on('close', () => clearTimeout(timer))
    sent.end(body)
  })
}

function read(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBytes) response.destroy(new Error(`The answer has more than ${maxBytes} bytes`))
    else chunks.push(chunk)
  })
  response.on('end', () => done(Buffer.concat(chunks).toString()))
}
