/**
 * The sweep: gives up uploads that never came, ends what was begun, and finds what all others lost.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import { arrive, release } from './arrivals.ts'
import { incoming } from './buckets.ts'
import { finish, remove } from './deletion.ts'
import { files, type StoredFile } from './files.ts'
import { settle } from './news.ts'
import { isOver, uploads, type Upload } from './uploads.ts'

/**
 * Looks after all that is due.
 *
 * @throws AggregateError where something could not be done; all else was
 */
export async function sweep(): Promise<void> {
  const failures: unknown[] = []
  const patiently = (work: Promise<void>) => work.catch((error: unknown) => failures.push(error))
  const due = {
    index: 'byDue',
    where: { due: 'yes', dueAt: { lte: new Date().toISOString() } },
  } as const

  for await (const upload of eachOf((cursor) => uploads.query({ ...due, cursor }))) {
    await patiently(lookAfterUpload(upload))
  }
  for await (const file of eachOf((cursor) => files.query({ ...due, cursor }))) {
    await patiently(lookAfterFile(file))
  }
  if (failures.length > 0)
    throw new AggregateError(failures, 'some files could not be looked after')
}

async function lookAfterUpload(upload: Upload): Promise<void> {
  const { key } = upload
  if (await incoming.head(key)) await arrive(key)
  else if (isOver(upload)) await release(upload)
}

async function lookAfterFile(file: StoredFile): Promise<void> {
  const { id, deletedAt, owed, keptUntil } = file
  if (deletedAt) return finish(file)
  if (owed) await settle(id)
  if (keptUntil !== undefined && keptUntil <= new Date().toISOString()) await remove(file)
}
