/**
 * CompleteMultipartUpload.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { encrypted } from '../attributes.ts'
import { createChecksum, toComposite } from '../checksums.ts'
import { checkWrite } from '../conditions.ts'
import { saveObject, type Operate } from '../context.ts'
import { refuse } from '../errors.ts'
import { receiveText } from '../payload.ts'
import type { BlobWriter } from '../store/blobs.ts'
import type { Store } from '../store.ts'
import type { Part, Upload } from '../store/uploads.ts'
import type { Checksum, S3Request, StoredObject } from '../types.ts'
import { parseXml, s3Namespace, textOf, toXml, type XmlNode } from '../xml.ts'
import { requireUpload } from './multipart.ts'

/** Of every part but the last, in bytes. */
const smallestPart = 5 * 1024 ** 2

export const completeMultipartUpload: Operate = async (call) => {
  const { context, request, requestId, bucket, signer } = call
  const { store } = context
  const upload = requireUpload(call)
  const listed = readList(await receiveText(request, signer, { isDocument: true }))
  const parts = requireParts(listed, store.uploads.listParts(upload.id), upload)
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  checkSize(request, size)

  const blob = await store.blobs.create()
  try {
    const full = await join(store, parts, { blob, upload })
    await blob.close()
    const checksum = toChecksum(upload, parts, full)
    checkChecksum(request, checksum)
    const object: StoredObject = {
      bucket: upload.bucket,
      key: upload.key,
      blob: blob.id,
      size,
      etag: toEtag(parts),
      modified: Date.now(),
      headers: upload.headers,
      metadata: upload.metadata,
      checksum,
    }
    await saveObject(context, object, {
      bucket,
      requestId,
      event: 'ObjectCreated:CompleteMultipartUpload',
      check: (before) => {
        checkWrite(request, before)
        // Another request may have ended it while this one put the parts together.
        requireUpload(call)
      },
      also: () => store.uploads.remove(upload.id),
    })
    return { status: 200, headers: encrypted, body: toResult(request, object) }
  } catch (error) {
    await blob.discard()
    // Another request has ended it meanwhile, and its parts are gone.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') requireUpload(call)
    throw error
  }
}

/** One `Part` of the request. */
interface Listed {
  number: number
  etag: string
  checksums: Record<string, string>
}

function readList(text: string): Listed[] {
  const root = parseXml(text)
  const list = root.children.filter(({ name }) => name === 'Part').map(toListed)
  if (root.name !== 'CompleteMultipartUpload' || list.length === 0) throw refuse('MalformedXML')
  return list
}

function toListed(node: XmlNode): Listed {
  const number = Number(textOf(node, 'PartNumber'))
  const etag = textOf(node, 'ETag')?.trim().replaceAll('"', '')
  if (!Number.isInteger(number) || number < 1 || !etag) throw refuse('MalformedXML')
  const checksums = node.children.filter(({ name }) => name.startsWith('Checksum'))
  return {
    number,
    etag,
    checksums: Object.fromEntries(checksums.map(({ name, text }) => [name.slice(8), text.trim()])),
  }
}

function requireParts(listed: readonly Listed[], known: readonly Part[], upload: Upload): Part[] {
  const isOrdered = listed.every(
    ({ number }, index) => index === 0 || number > listed[index - 1]!.number,
  )
  if (!isOrdered) throw refuse('InvalidPartOrder')

  return listed.map(({ number, etag, checksums }, index) => {
    const details = { UploadId: upload.id, PartNumber: number, ETag: etag }
    const part = known.find((it) => it.number === number)
    if (part?.etag !== etag) throw refuse('InvalidPart', { details })
    const { checksum } = part
    if (upload.checksum?.type === 'COMPOSITE' && !checksums[upload.checksum.algorithm]) {
      throw refuse('InvalidRequest', {
        message:
          `The upload was created using a ${upload.checksum.algorithm.toLowerCase()} checksum. The complete ` +
          `request must include the checksum for each part. It was missing for part ${number} in the request.`,
      })
    }
    const said = checksum && checksums[checksum.algorithm]
    if (said !== undefined && said !== checksum?.value) throw refuse('InvalidPart', { details })
    if (index < listed.length - 1 && part.size < smallestPart) {
      const sizes = { ProposedSize: part.size, MinSizeAllowed: smallestPart }
      throw refuse('EntityTooSmall', { details: { ...sizes, PartNumber: number, ETag: etag } })
    }
    return part
  })
}

/** Writes all parts one after the other; answers their checksum as a whole, where one is wanted. */
async function join(
  store: Store,
  parts: readonly Part[],
  { blob, upload }: { blob: BlobWriter; upload: Upload },
): Promise<string | undefined> {
  const { checksum } = upload
  const running = checksum?.type === 'FULL_OBJECT' ? createChecksum(checksum.algorithm) : undefined
  for (const part of parts) {
    const file = await store.blobs.open(part.blob)
    for await (const bytes of file.createReadStream() as AsyncIterable<Buffer>) {
      running?.update(bytes)
      await blob.write(bytes)
    }
  }
  return running?.digest().toString('base64')
}

function toChecksum(
  { checksum }: Upload,
  parts: readonly Part[],
  full: string | undefined,
): Checksum | undefined {
  if (!checksum) return undefined
  const { algorithm } = checksum
  if (full !== undefined) return { algorithm, type: 'FULL_OBJECT', value: full }
  const values = parts.map((part) => part.checksum!.value)
  return { algorithm, type: 'COMPOSITE', value: toComposite(algorithm, values) }
}

function checkSize({ header }: S3Request, size: number): void {
  const said = header('x-amz-mp-object-size')
  if (said === undefined || Number(said) === size) return
  throw refuse('InvalidRequest', {
    message: `The provided 'x-amz-mp-object-size' header value ${said} does not match what was computed: ${size}`,
  })
}

function checkChecksum({ header }: S3Request, checksum: Checksum | undefined): void {
  if (!checksum) return
  const { algorithm, value } = checksum
  const said = header(`x-amz-checksum-${algorithm.toLowerCase()}`)
  if (said === undefined || said === value || said === value.replace(/-\d+$/, '')) return
  throw refuse('BadDigest', {
    message: `The ${algorithm} you specified did not match the calculated checksum.`,
  })
}

function toEtag(parts: readonly Part[]): string {
  const md5 = createHash('md5')
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'))
  return `${md5.digest('hex')}-${parts.length}`
}

function toResult({ incoming, path }: S3Request, object: StoredObject): string {
  const { bucket, key, etag, checksum } = object
  const content = {
    Location: `http://${incoming.headers.host}${path}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${etag}"`,
    ...(checksum && {
      [`Checksum${checksum.algorithm}`]: checksum.value,
      ChecksumType: checksum.type,
    }),
  }
  return toXml('CompleteMultipartUploadResult', content, s3Namespace)
}
