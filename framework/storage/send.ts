/**
 * Requests to S3: signed, tried again when it is busy or out of reach.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { backOff } from '../aws.ts'
import { kernelErrors } from '../errors.ts'
import { readPlace } from './place.ts'
import { sha256, signHeaders, toQuery, type Signable } from './signature.ts'
import { textIn } from './xml.ts'

export interface StorageRequest extends Signable {
  body?: string | Uint8Array
  /** Until the answer begins, in milliseconds. Default 5,000. */
  timeout?: number
}

export interface StorageAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Readable
}

/** What S3 answered instead of a result. Its `name` is S3's code: `NoSuchKey`. */
export interface StorageError extends Error {
  statusCode: number
}

const attempts = 4

/**
 * Sends a request, and sends it again after failures of the service and lost connections.
 *
 * @throws StorageError for what S3 refuses; UNAVAILABLE when it had no answer until the end
 */
export async function send(request: StorageRequest): Promise<StorageAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await once(request).catch((cause: unknown) => cause as Error)
    if (!(answer instanceof Error) && answer.status < 300) return answer

    const failure = answer instanceof Error ? answer : await toStorageError(answer)
    if (!isTransient(failure)) throw failure
    if (attempt >= attempts) throw kernelErrors.UNAVAILABLE({ cause: failure })
    await backOff(attempt)
  }
}

/**
 * The same, with the whole body as text. S3 begins some answers before it knows how they end: with 200,
 * and then an error.
 */
export async function sendForText(request: StorageRequest): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { body } = await send(request)
    const text = (await readAll(body)).toString()
    const code = text.includes('<Error>') ? textIn(text, 'Code') : undefined
    if (code === undefined) return text

    const failure = toError(text, { code, status: late[code] ?? 400 })
    if (!isTransient(failure)) throw failure
    if (attempt >= attempts) throw kernelErrors.UNAVAILABLE({ cause: failure })
    await backOff(attempt)
  }
}

/** The statuses of errors that come behind a 200. */
const late: Record<string, number | undefined> = {
  InternalError: 500,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  PreconditionFailed: 412,
  ServiceUnavailable: 503,
  SlowDown: 503,
}

/** Whether this is S3's refusal with one of these statuses. */
export function isRefusal(error: unknown, ...statuses: number[]): boolean {
  return error instanceof Error && statuses.includes((error as StorageError).statusCode)
}

export async function readAll(body: Readable): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of body) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function once({ body = '', timeout = 5000, ...request }: StorageRequest): Promise<StorageAnswer> {
  const { method, url, query = {} } = request
  const headers = signHeaders(request, { place: readPlace(), payload: sha256(body) })
  const search = toQuery(query)
  const { request: ask } = process.getBuiltinModule(
    url.startsWith('https:') ? 'node:https' : 'node:http',
  )

  return new Promise((resolve, reject) => {
    const outgoing = ask(search ? `${url}?${search}` : url, {
      method,
      headers: {
        ...headers,
        ...((method === 'PUT' || method === 'POST') && {
          'content-length': Buffer.byteLength(body),
        }),
      },
      timeout,
    })
    outgoing.on('response', (incoming: IncomingMessage) => {
      const { statusCode: status = 0, headers } = incoming
      resolve({ status, headers: headers as Record<string, string>, body: incoming })
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`S3 did not answer in ${timeout} ms`)))
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function toStorageError({ status, body }: StorageAnswer): Promise<StorageError> {
  const text = (await readAll(body)).toString()
  // HEAD has no body to name the code.
  const code = textIn(text, 'Code') ?? (status === 404 ? 'NoSuchKey' : `Status${status}`)
  return toError(text, { code, status })
}

function toError(text: string, { code, status }: { code: string; status: number }): StorageError {
  const message = textIn(text, 'Message') ?? `S3 answered ${status}`
  return Object.assign(new Error(message), { name: code, statusCode: status })
}

function isTransient(failure: Error): boolean {
  const { statusCode } = failure as StorageError
  // Without a status the connection failed.
  return statusCode === undefined || statusCode >= 500 || statusCode === 429
}
