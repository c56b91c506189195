/**
 * Multipart uploads in the index.
 *
 * @module
 */
import type { Attributes, Checksum, ChecksumType } from '../types.ts'
import type { Index } from './database.ts'

/** An upload that is under way. */
export interface Upload extends Attributes {
  id: string
  bucket: string
  key: string
  /** Milliseconds since 1970. */
  initiated: number
  checksum?: { algorithm: string; type: ChecksumType } | undefined
}

/** One of its parts. */
export interface Part {
  upload: string
  number: number
  blob: string
  size: number
  /** Without quotes. */
  etag: string
  /** Milliseconds since 1970. */
  modified: number
  checksum?: Checksum | undefined
}

export type Uploads = ReturnType<typeof createUploads>

export function createUploads({ db }: Index) {
  const add = db.prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?)')
  const find = db.prepare('SELECT * FROM uploads WHERE id = ?')
  const remove = db.prepare('DELETE FROM uploads WHERE id = ?')
  const listOld = db.prepare('SELECT * FROM uploads WHERE initiated < ?')
  const addPart = db.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)')
  const list = db.prepare('SELECT * FROM parts WHERE upload = ? ORDER BY number')
  const removeParts = db.prepare('DELETE FROM parts WHERE upload = ?')

  const listParts = (upload: string): Part[] => list.all(upload).map(toPart)

  return {
    listParts,

    add({ id, bucket, key, initiated, ...attributes }: Upload): void {
      add.run(id, bucket, Buffer.from(key), initiated, JSON.stringify(attributes))
    },

    find(id: string): Upload | undefined {
      const row = find.get(id)
      return row && toUpload(row)
    },

    /** Answers what was there under the same number. */
    addPart(part: Part): Part | undefined {
      const { upload, number, blob, size, etag, modified, checksum } = part
      const before = listParts(upload).find((it) => it.number === number)
      const text = checksum ? JSON.stringify(checksum) : null
      addPart.run(upload, number, blob, size, etag, modified, text)
      return before
    },

    /** Forgets an upload and its parts; answers the parts' files. */
    remove(id: string): string[] {
      const blobs = listParts(id).map(({ blob }) => blob)
      removeParts.run(id)
      remove.run(id)
      return blobs
    },

    /** Those that began before a time. */
    listOlder: (time: number): Upload[] => listOld.all(time).map(toUpload),
  }
}

type Row = Record<string, unknown>

function toUpload({ key, attributes, ...columns }: Row): Upload {
  return {
    ...(columns as unknown as Upload),
    key: Buffer.from(key as Uint8Array).toString(),
    ...(JSON.parse(attributes as string) as object),
  }
}

function toPart({ checksum, ...columns }: Row): Part {
  return {
    ...(columns as unknown as Part),
    ...(checksum !== null && { checksum: JSON.parse(checksum as string) as Checksum }),
  }
}
