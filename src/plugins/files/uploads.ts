/**
 * Uploads: what somebody is about to send, for as long as it is not there.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'
import type { User } from '#framework/identity.ts'
import { errors } from './errors.ts'
import type { Visibility } from './files.ts'
import { graceSeconds } from './limits.ts'

export interface Upload {
  /** Also that of the file, once it is there. */
  id: string
  owner: string
  tenant?: string
  name: string
  type: string
  /** In bytes, as announced: the file must have exactly so many. */
  size: number
  visibility: Visibility
  /** In the bucket for what comes in. */
  key: string
  /** The file goes then; ISO 8601, as all times but one. */
  keptUntil?: string
  /** S3's id of an upload in parts. */
  multipart?: string
  partBytes?: number
  createdAt: string
  /** Until when the file may come. */
  endsAt: string
  /** The sweep looks after it at `dueAt`. */
  due?: 'yes'
  dueAt?: string
  /** Why there will be no file. */
  refused?: { code: string; detail: string }
  /** Of a refused one; seconds since 1970. */
  expiresAt?: number
}

export const uploads = defineTable<Upload, 'id'>('files-uploads', {
  key: ['id'],
  indexes: { byOwner: ['owner', 'createdAt'], byDue: ['due', 'dueAt'] },
  ttl: 'expiresAt',
})

export function findUpload(id: string): Promise<Upload | undefined> {
  return uploads.get({ id }, { consistent: true })
}

/**
 * An upload that is under way, of this person.
 *
 * @throws UPLOAD_NOT_FOUND for another person's too; UPLOAD_ENDED
 */
export async function requireOpen(id: string, { id: owner }: Pick<User, 'id'>): Promise<Upload> {
  const upload = await findUpload(id)
  if (upload?.owner !== owner) throw errors.UPLOAD_NOT_FOUND()
  if (upload.refused) throw errors.UPLOAD_ENDED(upload.refused.detail)
  if (upload.endsAt > new Date().toISOString()) return upload
  throw errors.UPLOAD_ENDED('Begin the upload again.')
}

/** Whether an upload that nobody ended is given up. */
export function isOver({ endsAt }: Upload): boolean {
  return Date.parse(endsAt) + graceSeconds * 1000 < Date.now()
}
