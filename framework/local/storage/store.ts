/**
 * Where objects are kept: an index, and a file for the bytes of each.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBlobs, type Blobs } from './store/blobs.ts'
import { openIndex, type Index } from './store/database.ts'
import { createObjects, type Objects } from './store/objects.ts'
import { createOutbox, type Outbox, type Send } from './store/outbox.ts'
import { createUploads, type Uploads } from './store/uploads.ts'

export interface Store {
  transaction: Index['transaction']
  objects: Objects
  uploads: Uploads
  outbox: Outbox
  blobs: Blobs
  /** Remembers a bucket; answers since when there is one, and which of its queues are new to it. */
  learnBucket: (name: string, queues: readonly string[]) => { created: number; newQueues: string[] }
  close: () => void
}

/**
 * Opens the store in a state folder, or one that goes with the process.
 *
 * @throws Error where its files cannot be used
 */
export function openStore(options: {
  stateDir: string | undefined
  send: Send
  log: (line: string) => void
}): Store {
  const { stateDir } = options
  const folder = stateDir ? join(stateDir, 'storage') : mkdtempSync(join(tmpdir(), 'plugboard-s3-'))
  const index = openIndex(join(folder, 'objects.db'))
  const { db, transaction } = index
  const blobs = openBlobs(join(folder, 'blobs'))
  const outbox = createOutbox(index, options)
  const known = db.prepare('SELECT blob FROM objects UNION ALL SELECT blob FROM parts').all()
  blobs.sweep(new Set(known.map(({ blob }) => String(blob))))

  return {
    transaction,
    objects: createObjects(index),
    uploads: createUploads(index),
    outbox,
    blobs,

    learnBucket(name, queues) {
      db.prepare('INSERT OR IGNORE INTO buckets VALUES (?, ?)').run(name, Date.now())
      const bucket = db.prepare('SELECT created FROM buckets WHERE name = ?').get(name)
      const before = db.prepare('SELECT queue FROM told WHERE bucket = ?').all(name)
      db.prepare('DELETE FROM told WHERE bucket = ?').run(name)
      const insert = db.prepare('INSERT INTO told VALUES (?, ?)')
      for (const queue of queues) insert.run(name, queue)
      return {
        created: Number(bucket!['created']),
        newQueues: queues.filter((queue) => !before.some((row) => row['queue'] === queue)),
      }
    },

    close() {
      outbox.stop()
      db.close()
      if (!stateDir) rmSync(folder, { recursive: true, force: true })
    },
  }
}
