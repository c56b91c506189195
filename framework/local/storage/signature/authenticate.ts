/**
 * Who asks: by the `authorization` header, or by the query of a presigned address.
 *
 * @module
 */
import { refuse } from '../errors.ts'
import type { S3Request } from '../types.ts'
import { isSame, sign, toCanonicalRequest, toStringToSign } from './canonical.ts'
import type { Keyring, KnownCredential } from './credentials.ts'
import { readAuthorization } from './header.ts'
import { readPresigned } from './presigned.ts'

/** What a request claims, before it is looked at whether it is true. */
export interface Claim {
  credential: KnownCredential
  date: string
  signedHeaders: readonly string[]
  signature: string
  /** What stands for the body: its SHA-256, or how it is sent. */
  payload: string
}

/** A claim that is true. */
export type Signer = Claim

/**
 * @throws AccessDenied for an unsigned request and for an expired address; SignatureDoesNotMatch,
 * InvalidAccessKeyId, RequestTimeTooSkewed and what S3 says to what is not well-formed
 */
export function authenticate(request: S3Request, keyring: Keyring): Signer {
  const claim = readClaim(request, keyring)
  requireAllSigned(request, claim.signedHeaders)
  const canonical = toCanonicalRequest(request, claim)
  const stringToSign = toStringToSign(claim.date, claim.credential.scope, canonical)
  if (isSame(claim.signature, sign(claim.credential.signingKey, stringToSign))) return claim

  throw refuse('SignatureDoesNotMatch', {
    details: {
      AWSAccessKeyId: claim.credential.accessKeyId,
      StringToSign: stringToSign,
      SignatureProvided: claim.signature,
      CanonicalRequest: canonical,
    },
  })
}

function readClaim(request: S3Request, keyring: Keyring): Claim {
  const authorization = request.header('authorization')
  const inQuery = ['X-Amz-Algorithm', 'Signature'].filter((it) => request.param(it) !== undefined)
  if (authorization !== undefined && inQuery.length > 0) {
    throw refuse('InvalidArgument', {
      message:
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query ' +
        'string parameter or the Authorization header should be specified',
      details: { ArgumentName: 'Authorization', ArgumentValue: authorization },
    })
  }
  if (inQuery.includes('Signature') || authorization?.startsWith('AWS ')) {
    throw refuse('InvalidRequest', {
      message:
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    })
  }
  if (authorization !== undefined) return readAuthorization(request, authorization, keyring)
  if (inQuery.length > 0) return readPresigned(request, keyring)
  throw refuse('AccessDenied')
}

// An unsigned x-amz- header could turn a request that somebody else signed into another one.
function requireAllSigned({ incoming }: S3Request, signedHeaders: readonly string[]): void {
  const names = Object.keys(incoming.headers)
  const unsigned = names.filter(
    (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
  )
  if (!signedHeaders.includes('host')) unsigned.unshift('host')
  if (unsigned.length === 0) return
  throw refuse('AccessDenied', {
    message: 'There were headers present in the request which were not signed',
    details: { HeadersNotSigned: unsigned.join(', ') },
  })
}
