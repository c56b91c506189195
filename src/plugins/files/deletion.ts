/**
 * Deleting: a file is gone for everybody at once, and its bytes soon after.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { eachOf, isConflict, transact } from '#framework/tables.ts'
import { release } from './arrivals.ts'
import { store } from './buckets.ts'
import { forgetDocuments } from './documents.ts'
import { files, requireOwnFile, type StoredFile } from './files.ts'
import { giveRoom } from './quotas.ts'
import { uploads } from './uploads.ts'

/** @throws FILE_NOT_FOUND for what is another person's too */
export async function deleteFile(id: string, user: Pick<User, 'id'>): Promise<void> {
  await remove(await requireOwnFile(id, user))
}

/** Deletes a file. What a crash leaves, the sweep ends. */
export async function remove(file: StoredFile): Promise<void> {
  const { id, size } = file
  const now = new Date().toISOString()
  try {
    await transact([
      ...giveRoom(file, size),
      files.ops.update(
        { id },
        {
          set: { deletedAt: now, due: 'yes', dueAt: now },
          remove: ['owed', 'publicOwner'],
          if: { id: { exists: true }, deletedAt: { exists: false } },
        },
      ),
    ])
  } catch (error) {
    if (!isConflict(error)) throw error
  }
  await finish(file)
}

/** The bytes, and then the row that knows where they are. */
export async function finish({ id, key }: StoredFile): Promise<void> {
  await store.delete(key)
  await files.delete({ id })
}

/** Deletes all that somebody has uploaded, or begun to, up to a time. */
export async function forget(owner: string, until: string): Promise<void> {
  const of = { index: 'byOwner', where: { owner, createdAt: { lte: until } } } as const
  for await (const upload of eachOf((cursor) => uploads.query({ ...of, cursor }))) {
    await (upload.refused ? uploads.delete({ id: upload.id }) : release(upload))
  }
  for await (const file of eachOf((cursor) => files.query({ ...of, cursor }))) await remove(file)
  await forgetDocuments(owner, until)
}
