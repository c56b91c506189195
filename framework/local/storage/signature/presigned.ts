/**
 * The claim in the query of a presigned address, which ends at its time.
 *
 * @module
 */
import { refuse } from '../errors.ts'
import type { S3Request } from '../types.ts'
import type { Claim } from './authenticate.ts'
import { algorithm, parseAmzDate, unsignedPayload } from './canonical.ts'
import { readCredential, type Keyring } from './credentials.ts'

/** Seconds, a week: more than any address may last. */
const longest = 604_800

/** @throws AccessDenied for an address that has ended; AuthorizationQueryParametersError, and others */
export function readPresigned(request: S3Request, keyring: Keyring): Claim {
  const code = 'AuthorizationQueryParametersError'
  const malformed = (message: string) => refuse(code, { message })
  const get = (name: string): string => {
    const value = request.param(`X-Amz-${name}`)
    if (value) return value
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, ' +
        'X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  }

  if (get('Algorithm') !== algorithm) {
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')
  }
  const date = get('Date')
  const expires = Number(get('Expires'))
  if (Number.isNaN(parseAmzDate(date))) {
    throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
  }
  if (!Number.isInteger(expires)) throw malformed('X-Amz-Expires should be a number')
  if (expires < 0) throw malformed('X-Amz-Expires must be non-negative')
  if (expires > longest) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must ' +
        'be less than 604800 seconds',
    )
  }
  const token = request.param('X-Amz-Security-Token')
  const claim = {
    credential: readCredential(get('Credential'), keyring, { code, date, token }),
    date,
    signedHeaders: get('SignedHeaders').toLowerCase().split(';'),
    signature: get('Signature'),
    payload: request.header('x-amz-content-sha256') ?? unsignedPayload,
  }
  requireTime(date, expires)
  return claim
}

function requireTime(date: string, expires: number): void {
  const from = parseAmzDate(date)
  const until = from + expires * 1000
  const now = Date.now()
  // As much as a signer's clock may be ahead.
  if (from > now + 15 * 60 * 1000)
    throw refuse('AccessDenied', { message: 'Request is not yet valid' })
  if (now <= until) return
  throw refuse('AccessDenied', {
    message: 'Request has expired',
    details: {
      'X-Amz-Expires': expires,
      Expires: new Date(until).toISOString().replace(/\.\d+/, ''),
      ServerTime: new Date(now).toISOString().replace(/\.\d+/, ''),
    },
  })
}
