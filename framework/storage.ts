/**
 * Buckets: objects in S3, and signed addresses with which others reach them directly.
 *
 * @module
 */
import { requireResource } from './resource.ts'
import { copyObject, listObjects, openObject, putObject } from './storage/objects.ts'
import { readPlace, readRegion, toAddress, toObjectAddress } from './storage/place.ts'
import { isRefusal, readAll, send } from './storage/send.ts'
import { presign, signPolicy } from './storage/signature.ts'
import type { Bucket } from './storage/types.ts'
import { createUploads } from './storage/uploads.ts'

export { isRefusal } from './storage/send.ts'
export type * from './storage/types.ts'

/**
 * Declares a bucket under `@buckets` of `app.arc`, or of a service.
 *
 * @example
 * const covers = defineBucket('covers')
 * const { url, fields } = covers.signPost(`users/${id}/cover`, { bytes: [1, 5_000_000] })
 */
export function defineBucket(name: string): Bucket {
  const address = () => toAddress(requireResource('BUCKET', name), readRegion())
  const at = (key: string) => toObjectAddress(address(), key)

  return {
    name,
    uploads: createUploads(at),

    signPost(key, { bytes, contentType, contentEncoding, seconds = 900 }) {
      const fields = {
        bucket: requireResource('BUCKET', name),
        key,
        success_action_status: '201',
        ...(contentType !== undefined && { 'Content-Type': contentType }),
        ...(contentEncoding !== undefined && { 'Content-Encoding': contentEncoding }),
      }
      const conditions = [['content-length-range', ...bytes]]
      return {
        // A form whose address ends without a slash is redirected there in a browser's eyes.
        url: `${address()}/`,
        fields: signPolicy(fields, { place: readPlace(), conditions, seconds }),
      }
    },

    signGet(key, options = {}) {
      const { seconds = 300, steadySeconds = 1 } = options
      const { contentType, contentDisposition, cacheControl } = options
      const query = {
        ...(contentType && { 'response-content-type': contentType }),
        ...(contentDisposition && { 'response-content-disposition': contentDisposition }),
        ...(cacheControl && { 'response-cache-control': cacheControl }),
      }
      const now = Date.now() - (Date.now() % (steadySeconds * 1000))
      return presign(
        { method: 'GET', url: at(key), query },
        { place: readPlace(), seconds: seconds + steadySeconds - 1, now },
      )
    },

    signPut(key, { bytes, contentType, seconds = 900 }) {
      const headers = { 'content-length': String(bytes), 'content-type': contentType }
      return presign({ method: 'PUT', url: at(key), headers }, { place: readPlace(), seconds })
    },

    head: async (key) => (await openObject(at(key), { key, method: 'HEAD' }))?.head,

    async get(key, options = {}) {
      const found = await openObject(at(key), { key, method: 'GET', ...options })
      return found && { ...found.head, bytes: await readAll(found.body) }
    },

    async stream(key, options = {}) {
      const found = await openObject(at(key), { key, method: 'GET', ...options })
      return found && { ...found.head, body: found.body }
    },

    put: (key, body, options = {}) => putObject(at(key), body, options),

    copy: (key, { bucket, ...from }) =>
      copyObject(at(key), { ...from, bucket: requireResource('BUCKET', bucket.name) }),

    async delete(key) {
      try {
        ;(await send({ method: 'DELETE', url: at(key) })).body.resume()
      } catch (error) {
        if (!isRefusal(error, 404)) throw error
      }
    },

    list: (options = {}) => listObjects(`${address()}/`, options),
  }
}
