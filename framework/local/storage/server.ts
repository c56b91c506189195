/**
 * The local S3 over HTTP: who asks is known before anything is done, and every refusal is S3's own.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { requireBucket, type Context } from './context.ts'
import { answerPreflight, toCorsHeaders } from './cors.ts'
import { S3Error, refuse } from './errors.ts'
import { checkFeatures } from './features.ts'
import { listBuckets } from './operations/list.ts'
import { postObject } from './post/post-object.ts'
import { readRequest } from './request.ts'
import { findOperation } from './route.ts'
import { authenticate } from './signature/authenticate.ts'
import type { S3Answer, S3Request } from './types.ts'
import { toXml } from './xml.ts'

/** Makes the server; `log` hears of what is refused for another reason than that it is not there. */
export function createStorageServer(context: Context, log: (line: string) => void): Server {
  const handle = (incoming: IncomingMessage, response: ServerResponse) => {
    answer(incoming, response, { context, log }).catch(() => response.destroy())
  }
  const server = createServer(handle)
  // Whoever waits before it sends its body is told to go on once it is known who it is.
  server.on('checkContinue', handle)
  // Longer than clients keep a connection, so that none is closed under a request.
  server.keepAliveTimeout = 75_000
  return server
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  { context, log }: { context: Context; log: (line: string) => void },
): Promise<void> {
  const requestId = randomBytes(8).toString('hex').toUpperCase()
  const always = {
    server: 'AmazonS3',
    // Of the local cloud's clock: the SDK sets its own by it. Node would send the machine's.
    date: new Date().toUTCString(),
    'x-amz-request-id': requestId,
    'x-amz-id-2': randomBytes(24).toString('base64'),
  }
  let cors: Record<string, string> | undefined
  try {
    const request = readRequest(incoming, response)
    const bucket = context.buckets().find(({ physicalName }) => physicalName === request.bucket)
    cors = bucket && toCorsHeaders(request, bucket)
    const result = await operate(request, { context, requestId })
    await send(incoming, response, {
      ...result,
      headers: { ...always, ...cors, ...result.headers },
    })
  } catch (error) {
    if (response.headersSent || response.destroyed) return void response.destroy()
    const known = error instanceof S3Error ? error : refuse('InternalError')
    tell({ error, known, incoming }, log)
    const body = toErrorBody(known, { requestId, path: incoming.url!.split('?')[0]! })
    const headers = { ...always, ...cors, ...known.headers }
    await send(incoming, response, { status: known.status, headers, body })
    drain(incoming)
  }
}

async function operate(
  request: S3Request,
  { context, requestId }: { context: Context; requestId: string },
): Promise<S3Answer> {
  const find = () => requireBucket(context, request.bucket)
  if (request.method === 'OPTIONS') return answerPreflight(request, find())
  if (isForm(request)) return postObject({ context, request, requestId, bucket: find() })

  const signer = authenticate(request, context.keyring)
  if (request.bucket === undefined) return operateOnNone(request, context)
  const { run, known } = findOperation(request)
  checkFeatures(request, known)
  return run({ context, request, requestId, signer, bucket: find() })
}

function operateOnNone(request: S3Request, context: Context): S3Answer {
  const { method } = request
  if (method !== 'GET') {
    throw refuse('MethodNotAllowed', { details: { Method: method, ResourceType: 'SERVICE' } })
  }
  checkFeatures(request, [])
  return listBuckets(context)
}

function isForm({ method, key, header, query }: S3Request): boolean {
  const isSigned = header('authorization') !== undefined || query.length > 0
  return method === 'POST' && key === '' && !isSigned
}

async function send(
  incoming: IncomingMessage,
  response: ServerResponse,
  { status, headers = {}, body }: S3Answer,
): Promise<void> {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) response.setHeader(name, value)
  }
  if (body instanceof Readable) return pipeline(body, response)
  const isBare = incoming.method === 'HEAD' || status === 304 || status === 204
  if (body && !isBare) {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'application/xml')
    response.setHeader('content-length', Buffer.byteLength(body))
  } else if (!isBare) response.setHeader('content-length', 0)
  response.end(isBare ? undefined : body)
}

// A client that is still sending would not read its answer.
function drain(incoming: IncomingMessage): void {
  incoming.removeAllListeners('readable')
  incoming.resume()
}

function toErrorBody(
  { code, message, details }: S3Error,
  { requestId, path }: { requestId: string; path: string },
): string {
  const content = { Code: code, Message: message, ...details }
  return toXml('Error', { ...content, Resource: path, RequestId: requestId, HostId: 'local' })
}

function tell(
  { error, known, incoming }: { error: unknown; known: S3Error; incoming: IncomingMessage },
  log: (line: string) => void,
): void {
  const what = `${incoming.method} ${incoming.url?.split('?')[0]}`
  if (!(error instanceof S3Error)) {
    // The client went away: nobody is waiting for an answer.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return
    return log(`[storage] ${what} failed: ${(error as Error).stack}`)
  }
  if ([404, 412, 416].includes(known.status)) return
  log(`[storage] ${what} was refused: ${known.code}. ${known.message}`)
}
