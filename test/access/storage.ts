/**
 * Requests to S3 as IAM sees them: what is asked, of which bucket, and what more where nothing is there.
 *
 * @module
 */
import type { Call } from './calls.ts'

export interface StorageRequest {
  method: string
  /** With the query. */
  path: string
  headers: Record<string, unknown>
}

/** What a request asks to be allowed: of a bucket, or of all that is in it, `<bucket>/*`. */
export function readStorage({ method, path, headers }: StorageRequest): Call[] {
  const { bucket, key, query } = readPath(path)
  const inside = (action: string, of = bucket) => ({ action: `s3:${action}`, target: `${of}/*` })
  const source = readSource(headers)
  if (query.has('uploadId') && method === 'GET') return [inside('ListMultipartUploadParts')]
  if (query.has('uploadId') && method === 'DELETE') return [inside('AbortMultipartUpload')]
  if (source !== undefined) return [inside('PutObject'), inside('GetObject', source)]
  if (method === 'PUT' || method === 'POST') return [inside('PutObject')]
  if (method === 'DELETE') return [inside('DeleteObject')]
  return key === '' ? [toList(bucket)] : [inside('GetObject')]
}

/** Who reads what is not there is told so only if they may list: to others it is forbidden. */
export function readStorageMissing({ method, path, headers }: StorageRequest): Call | undefined {
  const { bucket, key, query } = readPath(path)
  const source = readSource(headers)
  if (source !== undefined) return toList(source)
  const isRead = (method === 'GET' || method === 'HEAD') && key !== '' && !query.has('uploadId')
  return isRead ? toList(bucket) : undefined
}

function readPath(path: string) {
  const { pathname, searchParams: query } = new URL(path, 'http://localhost')
  const [, bucket = '', ...rest] = pathname.split('/')
  return { bucket, key: rest.join('/'), query }
}

function readSource(headers: Record<string, unknown>): string | undefined {
  return (headers['x-amz-copy-source'] as string | undefined)?.split('/')[1]
}

function toList(target: string): Call {
  return { action: 's3:ListBucket', target }
}
