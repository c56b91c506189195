/**
 * Signature Version 4 by hand, to sign what no SDK would.
 *
 * @module
 */
import { createHash, createHmac } from 'node:crypto'

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

export interface SignOptions {
  method: string
  url: string
  headers?: Record<string, string>
  /** What stands for the body. Default: the hash of no bytes. */
  payload?: string
  time?: Date
  secret?: string
  /** `local/<day>/us-west-2/s3/aws4_request` by default. */
  credential?: (day: string) => string
  /** Of the headers; the rest is sent and not signed. */
  unsigned?: string[]
}

/** The headers to send, with what signs pieces of the body. */
export function signHeaders(options: SignOptions) {
  const { method, url, payload = sha256(''), time = new Date(), secret = 'local' } = options
  const { credential = (day) => `local/${day}/us-west-2/s3/aws4_request`, unsigned = [] } = options
  const { host, pathname, searchParams } = new URL(url)
  const date = `${time.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
  const headers: Record<string, string> = {
    host,
    'x-amz-date': date,
    'x-amz-content-sha256': payload,
    ...options.headers,
  }
  const names = Object.keys(headers)
    .filter((name) => !unsigned.includes(name))
    .sort()
  searchParams.sort()
  const canonical = [
    method,
    pathname,
    searchParams.toString().replaceAll('+', '%20'),
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    payload,
  ].join('\n')
  const [id, ...scope] = credential(date.slice(0, 8)).split('/')
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n')
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`) as Buffer
  let signature = hmac(key, text).toString('hex')
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${[id, ...scope].join('/')}, SignedHeaders=${names.join(';')}, ` +
    `Signature=${signature}`

  const signNext = (kind: string, ...hashes: string[]) => {
    signature = hmac(key, [kind, date, scope.join('/'), signature, ...hashes].join('\n')).toString(
      'hex',
    )
    return signature
  }
  return {
    headers,
    /** One piece of the body, signed. */
    piece(data: string): string {
      const own = signNext('AWS4-HMAC-SHA256-PAYLOAD', sha256(''), sha256(data))
      return `${Buffer.byteLength(data).toString(16)};chunk-signature=${own}\r\n${data}${data && '\r\n'}`
    },
    /** What stands behind the last piece, signed. */
    trailer(line: string): string {
      return `${line}\r\nx-amz-trailer-signature:${signNext('AWS4-HMAC-SHA256-TRAILER', sha256(`${line}\n`))}\r\n\r\n`
    },
  }
}
