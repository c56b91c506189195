/**
 * What others are told of files. The row says that it is owed until it is done, so that no crash in
 * between loses it.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { isConflict } from '#framework/tables.ts'
import { z } from '#framework/validate.ts'
import { files, type StoredFile } from './files.ts'

/** A file is there, and may be had by whom it is for. */
export const fileStored = defineEvent('file-stored', {
  version: 1,
  schema: z.object({
    id: z.string(),
    owner: z.string(),
    tenant: z.optional(z.string()),
    name: z.string(),
    type: z.string(),
    size: z.number(),
    visibility: z.enum(['private', 'unlisted', 'public']),
    /** In the bucket `files-store`, where it is never replaced. */
    key: z.string(),
    etag: z.optional(z.string()),
  }),
})

/**
 * Tells of a file, if nobody has yet.
 *
 * @param made - the file, where it has been made this moment
 */
export async function settle(id: string, made?: StoredFile): Promise<void> {
  const file = made ?? (await files.get({ id }, { consistent: true }))
  if (!file?.owed) return
  const { owner, tenant, name, type, size, visibility, key, etag, keptUntil } = file
  await fileStored.publish(
    { id, owner, tenant, name, type, size, visibility, key, etag },
    { key: `files/stored/${id}` },
  )
  try {
    await files.update(
      { id },
      {
        ...(keptUntil && { set: { dueAt: keptUntil } }),
        remove: keptUntil ? ['owed'] : ['owed', 'due', 'dueAt'],
        if: { owed: 'yes', deletedAt: { exists: false } },
      },
    )
  } catch (error) {
    if (!isConflict(error)) throw error
  }
}
