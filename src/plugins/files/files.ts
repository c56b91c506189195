/**
 * Files: what has arrived and passed every look, and who may have it.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { defineTable } from '#framework/tables.ts'
import { errors } from './errors.ts'

/** `unlisted`: whoever knows the address; `public`: everybody, and it is in lists. */
export type Visibility = 'private' | 'unlisted' | 'public'

export interface StoredFile {
  id: string
  owner: string
  tenant?: string
  /** As the owner named it; it may hold any character but those that control. */
  name: string
  /** As the owner said, in lower case. */
  type: string
  /** In bytes. */
  size: number
  etag: string
  visibility: Visibility
  /** The owner of a public one. */
  publicOwner?: string
  /** In the store. */
  key: string
  /** ISO 8601. */
  createdAt: string
  /** It goes then. */
  keptUntil?: string
  /** Others have not heard of it. */
  owed?: 'yes'
  /** It is gone for everybody, and its bytes go next. */
  deletedAt?: string
  /** The sweep looks after it at `dueAt`. */
  due?: 'yes'
  dueAt?: string
}

export const files = defineTable<StoredFile, 'id'>('files-files', {
  key: ['id'],
  indexes: {
    byOwner: ['owner', 'createdAt'],
    byPublicOwner: ['publicOwner', 'createdAt'],
    byDue: ['due', 'dueAt'],
  },
})

/** A file, for those who may have it; undefined for all others. */
export async function findFile(id: string, user?: Pick<User, 'id'>) {
  const file = await files.get({ id }, { consistent: true })
  if (!file || isGone(file)) return undefined
  return file.visibility !== 'private' || file.owner === user?.id ? file : undefined
}

/** @throws FILE_NOT_FOUND for what is another person's too */
export async function requireOwnFile(id: string, { id: owner }: Pick<User, 'id'>) {
  const file = await findFile(id, { id: owner })
  if (file?.owner === owner) return file
  throw errors.FILE_NOT_FOUND()
}

/** Somebody's files, newest first: all of them for the owner, those that are public for others. */
export async function listFiles(
  { owner, by }: { owner: string; by: Pick<User, 'id'> | undefined },
  { first = 20, after }: { first?: number; after?: string | undefined } = {},
) {
  const page = { order: 'desc', limit: first, cursor: after, scope: by?.id ?? '' } as const
  const { items, cursor } = await (owner === by?.id
    ? files.query({ index: 'byOwner', where: { owner }, ...page })
    : files.query({ index: 'byPublicOwner', where: { publicOwner: owner }, ...page }))
  return { items: items.filter((file) => !isGone(file)), ...(cursor && { cursor }) }
}

/** Changes who may have a file. */
export async function setVisibility(
  id: string,
  visibility: Visibility,
  user: Pick<User, 'id'>,
): Promise<StoredFile> {
  const { owner } = await requireOwnFile(id, user)
  const isPublic = visibility === 'public'
  return files.update(
    { id },
    {
      set: { visibility, ...(isPublic && { publicOwner: owner }) },
      ...(!isPublic && { remove: ['publicOwner'] as const }),
      if: { id: { exists: true } },
    },
  )
}

function isGone({ deletedAt, keptUntil }: StoredFile): boolean {
  return (
    deletedAt !== undefined || (keptUntil !== undefined && keptUntil <= new Date().toISOString())
  )
}
