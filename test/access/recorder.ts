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
import { findCredential, signAgain, type Sent } from './sign-again.ts'
import { readStorageMissing } from './storage.ts'

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
    const { sent, name, service } = await readRequest(request)
    const { pathname, search } = new URL(sent.url)
    const asked = { ...sent, path: `${pathname}${search}`, service, body: sent.body.toString() }
    const record = (call: Call) => {
      const recorded = { ...call, name, isAllowed: isAllowed(name, call) }
      calls.push(recorded)
      return recorded.isAllowed
    }
    const isFine = readCalls(asked).map(record).every(Boolean)
    if (!isFine) return refuse(response, service)
    const missing = service === 's3' ? readStorageMissing(asked) : undefined
    forward(sent, response, (status) => {
      return status !== 404 || !missing || record(missing) || refuse(response, service)
    })
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

/** A request as it is to go on, and whose it is. */
async function readRequest(request: IncomingMessage) {
  const { host: _host, ...headers } = request.headers as Record<string, string>
  const here = new URL(request.url ?? '/', 'http://localhost').href
  const method = request.method ?? 'POST'
  const came: Sent = { method, url: here, headers, body: await buffer(request) }
  const credential = findCredential(came)
  const [key = '', , , service = ''] = credential.split('/')
  const { name, upstream } = JSON.parse(Buffer.from(key, 'base64url').toString()) as {
    name: string
    upstream: Record<string, string>
  }
  const onward = { ...came, url: new URL(request.url ?? '/', upstream[service]).href }
  if (service === 's3') return { name, service, sent: await signAgain(onward, credential) }
  const authorization = headers['authorization']!.replace(key, 'local')
  return { name, service, sent: { ...onward, headers: { ...headers, authorization } } }
}

/** @param isFor - hears the status; where it says no, it has answered itself */
function forward(
  { method, url, headers, body }: Sent,
  response: ServerResponse,
  isFor: (status: number) => boolean,
): void {
  const sent = send(url, { method, headers }, (answer) => {
    const { statusCode: status = 502 } = answer
    if (!isFor(status)) return answer.resume()
    response.writeHead(status, answer.headers)
    return answer.pipe(response)
  })
  sent.on('error', () => response.destroy())
  sent.end(body)
}

function refuse(response: ServerResponse, service: string): false {
  const isStorage = service === 's3'
  const type = isStorage ? 'application/xml' : 'application/x-amz-json-1.0'
  response.writeHead(isStorage ? 403 : 400, { 'content-type': type })
  response.end(
    isStorage
      ? '<Error><Code>AccessDenied</Code><Message>The role forbids it</Message></Error>'
      : JSON.stringify({ __type: 'AccessDeniedException', message: 'The role forbids it' }),
  )
  return false
}
