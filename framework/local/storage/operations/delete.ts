/**
 * DeleteObject and DeleteObjects.
 *
 * @module
 */
import { checkWrite } from '../conditions.ts'
import { removeObject, type Operate } from '../context.ts'
import { S3Error, refuse } from '../errors.ts'
import { checksumHeaders } from '../checksums.ts'
import { receiveText } from '../payload.ts'
import { parseXml, s3Namespace, textOf, toXml, type XmlElements } from '../xml.ts'

/** The most keys in one request. */
const mostKeys = 1000

export const deleteObject: Operate = async ({ context, request, requestId, bucket }) => {
  await removeObject(context, request.key, {
    bucket,
    requestId,
    event: 'ObjectRemoved:Delete',
    check: (before) => checkWrite(request, before),
  })
  return { status: 204 }
}

export const deleteObjects: Operate = async ({ context, request, requestId, bucket, signer }) => {
  const proofs = ['content-md5', ...checksumHeaders]
  if (
    !proofs.some((name) => request.header(name) !== undefined) &&
    !request.header('x-amz-trailer')
  ) {
    throw refuse('InvalidRequest', {
      message: 'Missing required header for this request: Content-MD5',
    })
  }
  const { keys, isQuiet } = readDelete(await receiveText(request, signer))
  const Deleted: XmlElements[] = []
  const errors: XmlElements[] = []
  for (const Key of keys) {
    try {
      await removeObject(context, Key, { bucket, requestId, event: 'ObjectRemoved:Delete' })
      if (!isQuiet) Deleted.push({ Key })
    } catch (error) {
      const { code, message } = error instanceof S3Error ? error : refuse('InternalError')
      errors.push({ Key, Code: code, Message: message })
    }
  }
  return { status: 200, body: toXml('DeleteResult', { Deleted, Error: errors }, s3Namespace) }
}

function readDelete(text: string): { keys: string[]; isQuiet: boolean } {
  const root = parseXml(text)
  const objects = root.children.filter(({ name }) => name === 'Object')
  const keys = objects.map((it) => textOf(it, 'Key') ?? '')
  const isWell = root.name === 'Delete' && keys.length > 0 && keys.length <= mostKeys
  if (!isWell || keys.includes('')) throw refuse('MalformedXML')
  return { keys, isQuiet: textOf(root, 'Quiet')?.trim() === 'true' }
}
