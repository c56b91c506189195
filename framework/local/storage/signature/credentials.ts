/**
 * Whose signature it is: the keys that the local S3 knows, and what a credential must look like.
 *
 * @module
 */
import { refuse, type S3Code } from '../errors.ts'
import { toSigningKey } from './canonical.ts'

/** A pair of keys. */
export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** What signatures are held to. */
export interface Keyring {
  credentials: readonly Credentials[]
  region: string
}

/** A credential that is known: `local/20261121/us-west-2/s3/aws4_request`. */
export interface KnownCredential {
  accessKeyId: string
  /** What follows the key's name. */
  scope: string
  signingKey: Buffer
}

const leads = {
  AuthorizationHeaderMalformed: 'The authorization header is malformed; the',
  AuthorizationQueryParametersError: 'Error parsing the X-Amz-Credential parameter; the',
}

/**
 * @param code - how S3 calls a credential that is not well-formed, which depends on where it stands
 * @throws InvalidAccessKeyId, InvalidToken, or the code given
 */
export function readCredential(
  text: string,
  keyring: Keyring,
  { code, date, token }: { code: S3Code; date: string | undefined; token: string | undefined },
): KnownCredential {
  const [accessKeyId = '', day = '', region, service, end, ...more] = text.split('/')
  const lead = code in leads ? leads[code as keyof typeof leads] : 'The'
  const malformed = (message: string, details = {}) =>
    refuse(code, { message: `${lead} ${message}`, details })

  if (!end || more.length > 0) {
    throw malformed(
      'Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    )
  }
  if (date !== undefined && !date.startsWith(day)) {
    throw malformed(`credential date "${day}" is not that of the request: "${date.slice(0, 8)}".`)
  }
  if (service !== 's3') {
    throw malformed(`service "${service}" is incorrect; this endpoint belongs to "s3".`)
  }
  if (end !== 'aws4_request') {
    throw malformed(`terminator "${end}" is incorrect; it should be "aws4_request".`)
  }
  if (region !== keyring.region) {
    const details = { Region: keyring.region }
    throw malformed(`region '${region}' is wrong; expecting '${keyring.region}'`, details)
  }

  const known = keyring.credentials.find((it) => it.accessKeyId === accessKeyId)
  if (!known) throw refuse('InvalidAccessKeyId', { details: { AWSAccessKeyId: accessKeyId } })
  if (token !== known.sessionToken) {
    throw refuse('InvalidToken', { details: { 'Token-0': token ?? '' } })
  }
  const scope = [day, region, service, end].join('/')
  return { accessKeyId, scope, signingKey: toSigningKey(known.secretAccessKey, scope) }
}
