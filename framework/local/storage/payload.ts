/**
 * The body of a request: taken out of its pieces, measured, and held to all that was said of it.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { algorithmOf, checksumHeader, checksumHeaders, createChecksum } from './checksums.ts'
import { refuse, refuseFeature } from './errors.ts'
import type { Signer } from './signature/authenticate.ts'
import { isStreaming, readPieces } from './signature/streaming.ts'
import type { S3Request } from './types.ts'

/** What was received. */
export interface Received {
  size: number
  md5: Buffer
  /** Full; of the algorithm that the client has chosen, if it has. */
  checksum?: { algorithm: string; value: string }
}

/** The most that S3 takes in one request, in bytes. */
const largest = 5 * 1024 ** 3
const longestText = 2 * 1024 ** 2

/**
 * Reads the body; each piece goes to `write` as it comes, before it is known whether all is well.
 *
 * @param isDocument - the body says what to do with an object, whose checksum the headers may have
 * @throws BadDigest, XAmzContentSHA256Mismatch, IncompleteBody, EntityTooLarge, and others
 */
export async function receive(
  request: S3Request,
  signer: Signer,
  write: (bytes: Buffer) => unknown,
  { isDocument = false }: { isDocument?: boolean } = {},
): Promise<Received> {
  const announced = requireLength(request, signer)
  const expected = readExpected(request, isDocument)
  const algorithm = expected.algorithm
  const checksum = algorithm ? createChecksum(algorithm) : undefined
  const md5 = createHash('md5')
  const sha256 = /^[0-9a-f]{64}$/i.test(signer.payload) ? createHash('sha256') : undefined
  let trailers: Record<string, string> = {}
  let size = 0

  request.proceed()
  // The answer must still find its way to the client when this ends early.
  const bytes = request.incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  const body = isStreaming(signer.payload)
    ? readPieces(bytes, signer, (read) => (trailers = read))
    : bytes
  for await (const part of body) {
    size += part.length
    md5.update(part)
    sha256?.update(part)
    checksum?.update(part)
    await write(part)
  }

  if (size !== announced) throw refuse('IncompleteBody')
  const received: Received = { size, md5: md5.digest() }
  checkMd5(received.md5, expected.md5)
  if (sha256) checkSha256(sha256.digest('hex'), signer.payload.toLowerCase())
  if (!algorithm || !checksum) return received

  const value = checksum.digest().toString('base64')
  const said = expected.value ?? trailers[checksumHeader(algorithm)]
  if (expected.isTrailing && said === undefined) throw refuse('MalformedTrailerError')
  if (said !== undefined && said !== value) {
    throw refuse('BadDigest', {
      message: `The ${algorithm} you specified did not match the calculated checksum.`,
    })
  }
  return { ...received, checksum: { algorithm, value } }
}

/** A body that is a small document. */
export async function receiveText(
  request: S3Request,
  signer: Signer,
  options: { isDocument?: boolean } = {},
): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  const keep = (part: Buffer) => {
    size += part.length
    if (size > longestText) {
      const details = { MaxMessageLengthBytes: longestText }
      throw refuse('MaxMessageLengthExceeded', { details })
    }
    parts.push(part)
  }
  await receive(request, signer, keep, options)
  return Buffer.concat(parts).toString()
}

function requireLength(request: S3Request, { payload }: Signer): number {
  const header = isStreaming(payload) ? 'x-amz-decoded-content-length' : 'content-length'
  const text = request.header(header)
  if (text === undefined && request.header('transfer-encoding') !== undefined) {
    throw refuse('NotImplemented', { details: { Header: 'Transfer-Encoding' } })
  }
  if (text === undefined) throw refuse('MissingContentLength')
  const length = Number(text)
  if (!Number.isInteger(length) || length < 0) throw refuse('MissingContentLength')
  if (length > largest) {
    throw refuse('EntityTooLarge', { details: { ProposedSize: length, MaxSizeAllowed: largest } })
  }
  return length
}

interface Expected {
  md5?: Buffer
  algorithm?: string
  value?: string
  /** It stands behind the body. */
  isTrailing?: boolean
}

function readExpected(request: S3Request, isDocument: boolean): Expected {
  const expected: Expected = {}
  const md5 = request.header('content-md5')
  if (md5 !== undefined) expected.md5 = Buffer.from(md5, 'base64')
  if (expected.md5 && expected.md5.length !== 16) throw refuse('InvalidDigest')

  const trailer = request.header('x-amz-trailer')?.toLowerCase()
  const given = checksumHeaders.filter((name) => !isDocument && request.header(name) !== undefined)
  if (given.length > 1) {
    throw refuse('InvalidRequest', {
      message:
        'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    })
  }
  const header = given[0] ?? trailer
  if (header === undefined) return expected
  if (!checksumHeaders.includes(header)) throw refuseFeature(`the trailer ${header}`)
  const value = request.header(header)
  return {
    ...expected,
    algorithm: algorithmOf(header),
    ...(value === undefined ? { isTrailing: true } : { value: requireChecksum(header, value) }),
  }
}

function requireChecksum(header: string, value: string): string {
  const size = createChecksum(algorithmOf(header))!.digest().length
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length === size && bytes.toString('base64') === value) return value
  throw refuse('InvalidRequest', { message: `Value for ${header} header is invalid.` })
}

function checkMd5(md5: Buffer, expected: Buffer | undefined): void {
  if (!expected || md5.equals(expected)) return
  const details = {
    ExpectedDigest: expected.toString('base64'),
    CalculatedDigest: md5.toString('base64'),
  }
  throw refuse('BadDigest', { details })
}

function checkSha256(computed: string, said: string): void {
  if (computed === said) return
  throw refuse('XAmzContentSHA256Mismatch', {
    details: { ClientComputedContentSHA256: said, S3ComputedContentSHA256: computed },
  })
}
