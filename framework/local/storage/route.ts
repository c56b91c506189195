/**
 * From a request to a bucket to the operation that it asks for.
 *
 * @module
 */
import { overrides } from './attributes.ts'
import type { Operate } from './context.ts'
import { refuse, refuseFeature } from './errors.ts'
import { copyObject } from './operations/copy-object.ts'
import { completeMultipartUpload } from './operations/complete.ts'
import { deleteObject, deleteObjects } from './operations/delete.ts'
import { getObject, headObject } from './operations/get-object.ts'
import { headBucket, listObjects } from './operations/list.ts'
import {
  abortMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './operations/multipart.ts'
import { putObject } from './operations/put-object.ts'
import type { S3Request } from './types.ts'

/** An operation, with what tells it from others on the same method. */
interface Operation {
  run: Operate
  /** A parameter that must be there; it is the first of several operations that fit. */
  with?: string
  header?: string
  /** Further parameters that it reads. */
  reads?: readonly string[]
}

const operations: Record<string, readonly Operation[]> = {
  'HEAD bucket': [{ run: headBucket }],
  'GET bucket': [
    {
      run: listObjects,
      with: 'list-type',
      reads: [
        'prefix',
        'delimiter',
        'max-keys',
        'start-after',
        'continuation-token',
        'encoding-type',
        'fetch-owner',
      ],
    },
  ],
  'POST bucket': [{ run: deleteObjects, with: 'delete' }],
  'GET object': [
    { run: listParts, with: 'uploadId', reads: ['max-parts', 'part-number-marker'] },
    { run: getObject, reads: overrides },
  ],
  'HEAD object': [{ run: headObject, reads: overrides }],
  'PUT object': [
    { run: uploadPart, with: 'uploadId', reads: ['partNumber'] },
    { run: copyObject, header: 'x-amz-copy-source' },
    { run: putObject },
  ],
  'POST object': [
    { run: createMultipartUpload, with: 'uploads' },
    { run: completeMultipartUpload, with: 'uploadId' },
  ],
  'DELETE object': [{ run: abortMultipartUpload, with: 'uploadId' }, { run: deleteObject }],
}

/** What there is in S3, but not here. */
const named: Record<string, [feature: string, advice: string]> = {
  'PUT bucket': ['CreateBucket', 'Declare it: @buckets in app.arc, or `buckets` of a service.'],
  'DELETE bucket': [
    'DeleteBucket',
    'Take it out of @buckets; npm run reset empties the local data.',
  ],
  'GET bucket': ['ListObjects, the first version', 'Ask with list-type=2.'],
}

/** An operation, and the parameters that it knows. */
export interface Found {
  run: Operate
  known: readonly string[]
}

/** @throws MethodNotAllowed, NotImplemented */
export function findOperation(request: S3Request): Found {
  const { method, param, header } = request
  const kind = request.key ? 'object' : 'bucket'
  const all = operations[`${method} ${kind}`] ?? []
  const found = all.find(
    (it) =>
      (it.with === undefined || param(it.with) !== undefined) &&
      (it.header === undefined || header(it.header) !== undefined),
  )
  if (found) {
    const known = [...(found.with ? [found.with] : []), ...(found.reads ?? [])]
    if (found.run === uploadPart && header('x-amz-copy-source') !== undefined) {
      throw refuseFeature('UploadPartCopy')
    }
    return { run: found.run, known }
  }
  const [parameter] = request.query.find(([name]) => !/^x-(amz-|id$)/i.test(name)) ?? []
  if (parameter !== undefined) throw refuseFeature(`${method} ?${parameter}`)
  const name = named[`${method} ${kind}`]
  if (name) throw refuseFeature(...name)
  throw refuse('MethodNotAllowed', {
    details: { Method: method, ResourceType: kind.toUpperCase() },
  })
}
