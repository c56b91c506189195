/**
 * Files and uploads as clients see them.
 *
 * @module
 */
import { appUrl } from '#framework/env.ts'
import type { User } from '#framework/identity.ts'
import { errors } from './errors.ts'
import { files, type StoredFile } from './files.ts'
import { findUpload } from './uploads.ts'

/** A file, for those who may have it. */
export function toAnswer(file: StoredFile) {
  const { id, name, type, size, visibility, createdAt, keptUntil } = file
  return { id, name, type, size, visibility, createdAt, keptUntil, url: `${appUrl()}/files/${id}` }
}

/** How an upload stands. */
export interface UploadState {
  id: string
  state: 'waiting' | 'stored' | 'refused'
  /** Why it was refused. */
  problem?: { code: string; detail: string }
  /** What it has become. */
  file?: ReturnType<typeof toAnswer>
}

/** @throws UPLOAD_NOT_FOUND for another person's too */
export async function findState(id: string, { id: owner }: Pick<User, 'id'>): Promise<UploadState> {
  const upload = await findUpload(id)
  if (upload?.owner === owner) {
    const { refused } = upload
    return refused ? { id, state: 'refused', problem: refused } : { id, state: 'waiting' }
  }
  const file = upload ? undefined : await files.get({ id }, { consistent: true })
  if (file?.owner === owner && !file.deletedAt) return { id, state: 'stored', file: toAnswer(file) }
  throw errors.UPLOAD_NOT_FOUND()
}
