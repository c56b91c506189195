/**
 * Request bodies: bytes as API Gateway hands them over, and what they mean.
 *
 * @module
 */
import { kernelErrors } from '../errors.ts'
import { parseWith, type Schema } from './schema.ts'
import type { HttpEvent, HttpHeaders, HttpRequest } from './types.ts'

type Body = Pick<HttpRequest, 'text' | 'bytes' | 'json' | 'form'>

/**
 * Refuses a body that is too large, before anything is made of it.
 *
 * @throws BODY_TOO_LARGE
 */
export function requireBodyWithin(limit: number, { body = '', isBase64Encoded }: HttpEvent): void {
  const size = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8')
  if (size <= limit) return
  throw kernelErrors.BODY_TOO_LARGE(`The body has ${size} bytes; ${limit} are allowed`)
}

/** The body readers of a request. */
export function createBody(event: HttpEvent, headers: HttpHeaders): Body {
  let raw: Buffer | undefined
  const read = () => (raw ??= toBytes(event))
  return {
    bytes: async () => read(),
    text: async () => toText(read()),
    json: async (schema?: Schema<unknown>): Promise<never> => {
      requireType(headers, 'application/json', /^application\/([\w.+-]+\+)?json$/)
      return check(toJson(toText(read())), schema)
    },
    form: async (schema?: Schema<unknown>): Promise<never> => {
      requireType(headers, 'application/x-www-form-urlencoded')
      return check(Object.fromEntries(new URLSearchParams(toText(read()))), schema)
    },
  }
}

function toBytes({ body = '', isBase64Encoded }: HttpEvent): Buffer {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
}

function toText(raw: Buffer): string {
  const { isUtf8 } = process.getBuiltinModule('node:buffer')
  if (!isUtf8(raw)) throw kernelErrors.BAD_REQUEST('The body is not valid UTF-8')
  const text = raw.toString()
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const detail = text === '' ? 'The body is empty' : undefined
    throw kernelErrors.INVALID_JSON({ ...(detail === undefined ? {} : { detail }), cause })
  }
}

// A page of another site can post the types that forms have, without asking first. Taking JSON under
// its own name alone keeps them out.
function requireType(headers: HttpHeaders, wanted: string, pattern?: RegExp) {
  const given = (headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (pattern ? pattern.test(given) : given === wanted) return
  throw kernelErrors.UNSUPPORTED_MEDIA_TYPE({
    detail: given ? `Send ${wanted}, not ${given}` : `Send ${wanted} and name it in content-type`,
    headers: { accept: wanted },
  })
}

function check(value: unknown, schema?: Schema<unknown>): never {
  return (schema ? parseWith(schema, value, 'body') : value) as never
}
