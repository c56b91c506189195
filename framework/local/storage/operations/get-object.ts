/**
 * GetObject and HeadObject.
 *
 * @module
 */
import { toHeaders } from '../attributes.ts'
import { isNotModified } from '../conditions.ts'
import { openObject, requireObject, type Call, type Operate } from '../context.ts'
import { readRange, type ByteRange } from '../range.ts'
import type { S3Answer, StoredObject } from '../types.ts'

export const getObject: Operate = async (call) => {
  const { context, bucket, request } = call
  const { object, file } = await openObject(context, bucket, request.key)
  try {
    const { answer, range } = toAnswer(call, object)
    if (answer.status === 304 || object.size === 0) {
      await file.close()
      return answer
    }
    const { first, last } = range ?? { first: 0, last: object.size - 1 }
    return { ...answer, body: file.createReadStream({ start: first, end: last }) }
  } catch (error) {
    await file.close()
    throw error
  }
}

export const headObject: Operate = (call) => {
  const { context, bucket, request } = call
  return toAnswer(call, requireObject(context, bucket, request.key)).answer
}

function toAnswer(
  { request }: Call,
  object: StoredObject,
): { answer: S3Answer; range?: ByteRange | undefined } {
  if (isNotModified(request, object)) {
    const {
      etag,
      'last-modified': modified,
      'cache-control': caching,
    } = toHeaders(object, request, {
      isWhole: false,
    })
    const headers = { etag, 'last-modified': modified, 'cache-control': caching }
    return { answer: { status: 304, headers } }
  }
  const range = readRange(request, object)
  const { size } = object
  const length = range ? range.last - range.first + 1 : size
  const headers = {
    ...toHeaders(object, request, { isWhole: !range }),
    'content-length': length,
    ...(range && { 'content-range': `bytes ${range.first}-${range.last}/${size}` }),
  }
  return { answer: { status: range ? 206 : 200, headers }, range }
}
