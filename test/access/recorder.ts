/**
 * Stands between the functions and the local cloud: writes down who calls what, and refuses what the
 * template does not allow, as AWS would.
 *
 * @module
 */
import { once } from 'node:events'
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { readCalls, type Call } from './calls.ts'

/** A call, and who made it: `@http get /`. */
export interface RecordedCall extends Call {
  name: string
  isAllowed: boolean
}

export interface Recorder {
  url: string
  calls: readonly RecordedCall[]
  stop: () => void
}

/** Starts it on a free port. */
export async function startRecorder(
  isAllowed: (name: string, call: Call) => boolean,
): Promise<Recorder> {
  const calls: RecordedCall[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const { name, service, upstream, authorization } = readSignature(request)
    const found = readCalls({
      service,
      path: request.url ?? '/',
      headers: request.headers,
      body: body.toString(),
    }).map((call) => ({ ...call, name, isAllowed: isAllowed(name, call) }))
    calls.push(...found)
    if (found.every((call) => call.isAllowed)) {
      forward({ request, response, body, upstream, authorization })
    } else refuse(response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function readSignature({ headers }: IncomingMessage) {
  const signature = headers.authorization ?? ''
  const [, key = '', service = ''] =
    /Credential=([^/]+)\/\d+\/[^/]+\/([^/]+)\//.exec(signature) ?? []
  const { name, upstream } = JSON.parse(Buffer.from(key, 'base64url').toString()) as {
    name: string
    upstream: Record<string, string>
  }
  const authorization = signature.replace(key, 'local')
  return { name, service, upstream: upstream[service]!, authorization }
}

function forward(options: {
  request: IncomingMessage
  response: ServerResponse
  body: Buffer
  upstream: string
  authorization: string
}): void {
  const { request, response, body, upstream, authorization } = options
  const { host: _host, ...headers } = request.headers
  const sent = send(
    new URL(request.url ?? '/', upstream),
    { method: request.method ?? 'POST', headers: { ...headers, authorization } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  sent.on('error', () => response.destroy())
  sent.end(body)
}

function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
  response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'The role forbids it' }))
}
