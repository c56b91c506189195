/**
 * Arrivals: an upload becomes a file. What storage tells is a signal and no more: it comes late, twice,
 * in any order or never, so each time the object itself is asked.
 *
 * @module
 */
import { isConflict, transact } from '#framework/tables.ts'
import { isRefusal, type ObjectHead } from '#framework/storage.ts'
import { incoming, store, toStoreKey, toUploadId } from './buckets.ts'
import { files, type StoredFile } from './files.ts'
import { settle } from './news.ts'
import { giveRoom } from './quotas.ts'
import { findReason } from './scan.ts'
import { findUpload, uploads, type Upload } from './uploads.ts'

/** How long it is told why there is no file, in seconds. */
const toldSeconds = 7 * 24 * 60 * 60

/**
 * Makes a file of what lies at a key, if it may be one. Done again, it changes nothing.
 *
 * @throws whatever keeps it from being looked at, or kept: then it is to be done again
 */
export async function arrive(key: string): Promise<void> {
  const id = toUploadId(key)
  const upload = await findUpload(id)
  if (!upload || upload.refused || upload.key !== key) return clear(key, id)
  const head = await incoming.head(key)
  if (!head) return

  const reason = await look(upload, head)
  if (reason === gone) return
  if (reason) return refuse(upload, reason)

  const file = toFile(upload, head)
  if (!(await keep(file, key))) return
  await incoming.delete(key)
  await settle(file.id, file)
}

const gone = Symbol('gone')

/** Why it may not be a file; `gone` where another one has made it a file, or refused it, meanwhile. */
async function look(upload: Upload, head: ObjectHead): Promise<string | typeof gone | undefined> {
  if (head.size !== upload.size) return toSizeReason(upload)
  try {
    return await findReason(upload, head)
  } catch (error) {
    if (await incoming.head(upload.key)) throw error
    return gone
  }
}

/** Ends an upload without a file, and tells why. */
async function refuse(upload: Upload, detail: string): Promise<void> {
  const { id, size, key } = upload
  const refused = { code: 'FILE_REFUSED', detail }
  const expiresAt = Math.floor(Date.now() / 1000) + toldSeconds
  await unlessDone([
    ...giveRoom(upload, size),
    uploads.ops.update(
      { id },
      { set: { refused, expiresAt }, remove: ['due', 'dueAt'], if: toOpen },
    ),
  ])
  await incoming.delete(key)
}

/** Gives up an upload of which nothing came. */
export async function release(upload: Upload): Promise<void> {
  const { id, key, size, multipart } = upload
  if (multipart) await incoming.uploads.abort(key, multipart)
  await unlessDone([...giveRoom(upload, size), uploads.ops.delete({ id }, { if: toOpen })])
}

const toOpen = { id: { exists: true }, refused: { exists: false } }

// The form may be sent again, and the notification may come again, after all was done.
async function clear(key: string, id: string): Promise<void> {
  await incoming.delete(key)
  await settle(id)
}

/** Copies what was looked at, and nothing else; answers whether this made it a file. */
async function keep(file: StoredFile, from: string): Promise<boolean> {
  const { id, etag, key } = file
  try {
    await store.copy(key, { bucket: incoming, key: from, etag })
  } catch (error) {
    // Whoever took it away has made it a file.
    if (isRefusal(error, 404)) return false
    throw error
  }
  const isMine = await unlessDone([
    uploads.ops.delete({ id }, { if: toOpen }),
    files.ops.create(file),
  ])
  if (isMine) return true
  // Another one of this key was faster, perhaps with other bytes.
  const kept = await files.get({ id }, { consistent: true })
  if (kept?.key !== key) await store.delete(key)
  return false
}

async function unlessDone(operations: Parameters<typeof transact>[0]): Promise<boolean> {
  try {
    await transact(operations)
    return true
  } catch (error) {
    if (!isConflict(error)) throw error
    return false
  }
}

function toFile(upload: Upload, { etag }: ObjectHead): StoredFile {
  const { id, owner, tenant, name, type, size, visibility, keptUntil } = upload
  return {
    id,
    owner,
    name,
    type,
    size,
    etag,
    visibility,
    key: toStoreKey(id, etag, { isTemporary: keptUntil !== undefined }),
    createdAt: new Date().toISOString(),
    owed: 'yes',
    due: 'yes',
    dueAt: new Date(Date.now() + 60_000).toISOString(),
    ...(tenant !== undefined && { tenant }),
    ...(visibility === 'public' && { publicOwner: owner }),
    ...(keptUntil !== undefined && { keptUntil }),
  }
}

function toSizeReason({ size }: Upload): string {
  return `${size} bytes were announced, and others came.`
}
