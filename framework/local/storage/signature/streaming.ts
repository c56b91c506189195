/**
 * Bodies that come in `aws-chunked` pieces, each perhaps signed, with a checksum behind the last.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 * @module
 */
import { createHash } from 'node:crypto'
import { refuse } from '../errors.ts'
import { createReader, readAll, type ByteReader } from '../reader.ts'
import type { Signer } from './authenticate.ts'
import { isSame, sign } from './canonical.ts'

const unsignedTrailer = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'
const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
const signedTrailer = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER'

/** Whether a body with this in `x-amz-content-sha256` comes in pieces. */
export function isStreaming(payload: string): boolean {
  return [unsignedTrailer, signed, signedTrailer].includes(payload)
}

/**
 * The bytes within the pieces; what stands behind them goes to `onTrailers`, by lower-case name.
 *
 * @throws SignatureDoesNotMatch for a piece that was changed; IncompleteBody; MalformedTrailerError
 */
export async function* readPieces(
  source: AsyncIterable<Buffer>,
  signer: Signer,
  onTrailers: (trailers: Record<string, string>) => void,
): AsyncGenerator<Buffer> {
  const reader = createReader(source, () => refuse('IncompleteBody'))
  const check = signer.payload === unsignedTrailer ? undefined : createChain(signer)

  for (;;) {
    const { size, signature } = await readHead(reader)
    const hash = createHash('sha256')
    for await (const part of reader.take(size)) {
      hash.update(part)
      yield part
    }
    check?.(['AWS4-HMAC-SHA256-PAYLOAD', sha256(''), hash.digest('hex')], signature)
    if (size === 0) break
    await readLine(reader)
  }

  const { 'x-amz-trailer-signature': signature, ...trailers } = await readTrailers(reader)
  if (signer.payload === signedTrailer) {
    const lines = Object.entries(trailers).map(([name, value]) => `${name}:${value}\n`)
    check?.(['AWS4-HMAC-SHA256-TRAILER', sha256(lines.join(''))], signature)
  }
  onTrailers(trailers)
}

type Check = (parts: [kind: string, ...hashes: string[]], signature: string | undefined) => void

/** Each signature is over the one before, so that pieces can be neither moved nor left out. */
function createChain({ date, credential, signature: seed }: Signer): Check {
  let previous = seed
  return ([kind, ...hashes], signature = '') => {
    const text = [kind, date, credential.scope, previous, ...hashes].join('\n')
    if (!isSame(signature, sign(credential.signingKey, text))) throw refuse('SignatureDoesNotMatch')
    previous = signature
  }
}

async function readHead(reader: ByteReader): Promise<{ size: number; signature?: string }> {
  const line = await readLine(reader)
  const [, size, signature] = /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line) ?? []
  if (size === undefined) throw refuse('IncompleteBody')
  return { size: Number.parseInt(size, 16), ...(signature !== undefined && { signature }) }
}

async function readTrailers(reader: ByteReader): Promise<Record<string, string>> {
  const trailers: Record<string, string> = {}
  for (;;) {
    const line = await readLine(reader)
    if (line === '') return trailers
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? []
    if (name === undefined) throw refuse('MalformedTrailerError')
    trailers[name.toLowerCase()] = value!.trim()
  }
}

async function readLine(reader: ByteReader): Promise<string> {
  const onTooLong = () => refuse('IncompleteBody')
  const line = await readAll(reader.until(Buffer.from('\r\n')), { longest: 1024, onTooLong })
  return line.toString('latin1')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
