/**
 * The buckets: one that people write to, one that they read from, and one for what they alone write and read.
 *
 * @module
 */
import { defineBucket } from '#framework/storage.ts'

export const incoming = defineBucket('files-incoming')
export const store = defineBucket('files-store')
export const documentsBucket = defineBucket('files-documents')

interface Whose {
  owner: string
  tenant?: string | undefined
}

/** What the keys of somebody's uploads begin with. */
export function toPrefix({ owner, tenant }: Whose): string {
  const within = tenant === undefined ? '' : `tenants/${encodeURIComponent(tenant)}/`
  return `${within}users/${encodeURIComponent(owner)}/`
}

/** The id at the end of an upload's key. */
export function toUploadId(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

/** Where a file is kept. Its etag is in it: what is there never changes. */
export function toStoreKey(id: string, etag: string, { isTemporary }: { isTemporary: boolean }) {
  return `${isTemporary ? 'temporary/' : ''}${id}/${etag}`
}
