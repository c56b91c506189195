/**
 * A request to the twin, read, and the shapes of its own answers.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { TwinAnswer } from '#framework/twin.ts'

/** A request whose body is here. */
export interface Call {
  /** `POST /twin/tokens`. */
  name: string
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingMessage['headers']
  body: string
}

/** The largest body that is read, in bytes. */
const largest = 64 * 1024

/** @throws Error when the body is too large. */
export async function readCall(request: IncomingMessage): Promise<Call> {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
  const { method = 'GET', headers } = request
  const body = await readBody(request)
  return { name: `${method} ${path}`, method, path, query, headers, body }
}

/** The fields of a form or of a JSON object; undefined for what is neither. */
export function readFields({ body, headers }: Call): Record<string, unknown> | undefined {
  if (body === '') return {}
  if (!headers['content-type']?.includes('json')) {
    return Object.fromEntries(new URLSearchParams(body))
  }
  try {
    const parsed: unknown = JSON.parse(body)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The token of a call, without the word before it. */
export function findBearer({ headers }: Call): string | undefined {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
}

const safety = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // Not `no-referrer`: a form would then be sent with the origin `null`.
  'referrer-policy': 'strict-origin',
}

export function text(status: number, body: string, type = 'text/plain'): TwinAnswer {
  return { status, headers: { ...safety, 'content-type': `${type}; charset=utf-8` }, body }
}

export function json(status: number, data: unknown): TwinAnswer {
  return text(status, JSON.stringify(data), 'application/json')
}

export function redirect(location: string): TwinAnswer {
  return { status: 302, headers: { ...safety, location }, body: '' }
}

/** @param formTargets - origins, beside the twin's own, to which a form may lead in the end */
export function page(status: number, body: unknown, formTargets: string[] = []): TwinAnswer {
  const answer = text(status, String(body), 'text/html')
  return {
    ...answer,
    headers: { ...answer.headers, 'content-security-policy': policy(formTargets) },
  }
}

/** What a page of the twin may load: its own style, and pictures that are in it. */
export function policy(formTargets: string[] = []): string {
  return (
    `default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; ` +
    `form-action ${["'self'", ...formTargets].join(' ')}; frame-ancestors 'none'`
  )
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largest) throw new Error(`A body of more than ${largest} bytes was sent.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
