/**
 * The claim in an `authorization` header.
 *
 * @module
 */
import { refuse } from '../errors.ts'
import type { S3Request } from '../types.ts'
import type { Claim } from './authenticate.ts'
import { algorithm, parseAmzDate, unsignedPayload } from './canonical.ts'
import { readCredential, type Keyring } from './credentials.ts'
import { isStreaming } from './streaming.ts'

/** Milliseconds that a client's clock may be off. */
const longestSkew = 15 * 60 * 1000

/** @throws AuthorizationHeaderMalformed, RequestTimeTooSkewed, and others */
export function readAuthorization(
  request: S3Request,
  authorization: string,
  keyring: Keyring,
): Claim {
  const [scheme, ...rest] = authorization.split(/\s+/)
  if (scheme !== algorithm) {
    throw refuse('InvalidArgument', {
      message: 'Unsupported Authorization Type',
      details: { ArgumentName: 'Authorization', ArgumentValue: authorization },
    })
  }
  const parts = readParts(rest.join(''))
  const date = requireDate(request)
  const token = request.header('x-amz-security-token')
  const code = 'AuthorizationHeaderMalformed'
  return {
    credential: readCredential(parts['Credential']!, keyring, { code, date, token }),
    date,
    signedHeaders: parts['SignedHeaders']!.toLowerCase().split(';'),
    signature: parts['Signature']!,
    payload: requirePayload(request),
  }
}

function readParts(text: string): Record<string, string> {
  const parts = Object.fromEntries(
    text.split(',').map((part) => [part.split('=')[0]!, part.slice(part.indexOf('=') + 1)]),
  ) as Record<string, string>
  const missing = ['Credential', 'SignedHeaders', 'Signature'].find((name) => !parts[name])
  if (!missing) return parts
  throw refuse('AuthorizationHeaderMalformed', {
    message: `The authorization header is malformed; missing ${missing}.`,
  })
}

function requireDate(request: S3Request): string {
  const date = request.header('x-amz-date') ?? toAmzDate(request.header('date'))
  const time = parseAmzDate(date ?? '')
  if (Number.isNaN(time)) {
    throw refuse('AccessDenied', {
      message: 'AWS authentication requires a valid Date or x-amz-date header',
    })
  }
  if (Math.abs(Date.now() - time) > longestSkew) {
    throw refuse('RequestTimeTooSkewed', {
      details: {
        RequestTime: date!,
        ServerTime: new Date().toISOString(),
        MaxAllowedSkewMilliseconds: longestSkew,
      },
    })
  }
  return date!
}

function toAmzDate(httpDate: string | undefined): string | undefined {
  const time = Date.parse(httpDate ?? '')
  if (Number.isNaN(time)) return undefined
  return `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

function requirePayload(request: S3Request): string {
  const payload = request.header('x-amz-content-sha256')
  if (payload === undefined) {
    throw refuse('InvalidRequest', {
      message: 'Missing required header for this request: x-amz-content-sha256',
    })
  }
  if (payload !== unsignedPayload && !isStreaming(payload) && !/^[0-9a-f]{64}$/i.test(payload)) {
    throw refuse('InvalidArgument', {
      message:
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, ' +
        'STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, or a valid ' +
        'sha256 value.',
      details: { ArgumentName: 'x-amz-content-sha256', ArgumentValue: payload },
    })
  }
  return payload
}
