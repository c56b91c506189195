/**
 * How the Stripe SDK reaches Stripe: by node's own modules. Its own way loads undici, or all of
 * node's network modules, at cold start.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Stripe } from 'stripe'

type HttpClient = NonNullable<Stripe.StripeConfig['httpClient']>
type HttpResponse = Awaited<ReturnType<HttpClient['makeRequest']>>

/** One for all requests of an instance. */
export const httpClient: HttpClient = {
  getClientName: () => 'plugboard',

  makeRequest(host, port, path, method, headers, body, protocol, timeout) {
    const { request } = process.getBuiltinModule(protocol === 'http' ? 'node:http' : 'node:https')
    return new Promise((resolve, reject) => {
      const options = {
        host,
        port,
        path,
        method,
        headers: {
          ...(headers as Record<string, string>),
          'content-length': Buffer.byteLength(body),
        },
        // A connection that was kept while the function was frozen is a dead one.
        agent: false as const,
        timeout,
      }
      const outgoing = request(options, (response) => {
        read(response).then((text) => resolve(toResponse(response, text)), reject)
      })
      outgoing.on('timeout', () => outgoing.destroy(timedOut()))
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  },
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function toResponse(response: IncomingMessage, text: string): HttpResponse {
  return {
    getStatusCode: () => response.statusCode ?? 0,
    getHeaders: () => response.headers as Record<string, string>,
    getRawResponse: () => response,
    toStream(done) {
      done()
      return response
    },
    toJSON: async () => JSON.parse(text) as unknown,
  }
}

// The SDK tries again what ended with this code.
function timedOut(): Error {
  return Object.assign(new Error('Stripe did not answer in time'), { code: 'ETIMEDOUT' })
}
