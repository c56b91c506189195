/**
 * Objects in the index.
 *
 * @module
 */
import type { StoredObject } from '../types.ts'
import type { Index } from './database.ts'

/** What is asked of a list. */
export interface ListQuery {
  prefix: string
  /** What lies between the prefix and this is put together. Empty: nothing is. */
  delimiter: string
  /** Only what comes after this, in the order of bytes. */
  after?: Place | undefined
  limit: number
}

/** Where a page ends. */
export interface Place {
  key: string
  /** All that starts with the key has been seen. */
  isPrefix: boolean
}

/** One page of a list. */
export interface ListPage {
  objects: StoredObject[]
  /** Common prefixes. */
  prefixes: string[]
  /** There is more; the next page comes after this. */
  next?: Place
}

export type Objects = ReturnType<typeof createObjects>

export function createObjects({ db }: Index) {
  const find = db.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?')
  const write = db.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?')
  const walk = db.prepare(
    'SELECT * FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?',
  )
  const count = db.prepare('SELECT count(*) n, sum(size) bytes FROM objects WHERE bucket = ?')
  const listOld = db.prepare('SELECT * FROM objects WHERE bucket = ? AND modified < ?')

  /** Rows from a key on, some at a time; `next(text)` goes on behind all that start with the text. */
  function* follow(bucket: string, from: Buffer): Generator<StoredObject, void, string | void> {
    for (let at: Buffer | undefined = from; at;) {
      const rows: StoredObject[] = walk.all(bucket, at, 100).map(toObject)
      at = rows.length < 100 ? undefined : behind({ key: rows.at(-1)!.key, isPrefix: false })
      for (const row of rows) {
        const seen = yield row
        if (seen === undefined) continue
        at = behind({ key: seen, isPrefix: true })
        break
      }
    }
  }

  return {
    find(bucket: string, key: string): StoredObject | undefined {
      const row = find.get(bucket, Buffer.from(key))
      return row && toObject(row)
    },

    write({ bucket, key, blob, size, etag, modified, ...attributes }: StoredObject): void {
      const text = JSON.stringify(attributes)
      write.run(bucket, Buffer.from(key), blob, size, etag, modified, text)
    },

    remove({ bucket, key }: Pick<StoredObject, 'bucket' | 'key'>): void {
      remove.run(bucket, Buffer.from(key))
    },

    list(bucket: string, { prefix, delimiter, after, limit }: ListQuery): ListPage {
      const page: ListPage = { objects: [], prefixes: [] }
      let last: Place | undefined
      const start = toStart(prefix, after)
      const rows = follow(bucket, start)

      for (let step = rows.next(); !step.done;) {
        const { key } = step.value
        if (!key.startsWith(prefix)) break
        if (last && page.objects.length + page.prefixes.length === limit) {
          return { ...page, next: last }
        }
        const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1
        if (end < 0) {
          last = { key, isPrefix: false }
          page.objects.push(step.value)
          step = rows.next()
        } else {
          last = { key: key.slice(0, end + delimiter.length), isPrefix: true }
          page.prefixes.push(last.key)
          step = rows.next(last.key)
        }
      }
      return page
    },

    count(bucket: string): { objects: number; bytes: number } {
      const { n, bytes } = count.get(bucket) as { n: number; bytes: number | null }
      return { objects: n, bytes: bytes ?? 0 }
    },

    /** Those that were written before a time. */
    listOlder: (bucket: string, time: number): StoredObject[] =>
      listOld.all(bucket, time).map(toObject),
  }
}

type Row = Record<string, unknown>

function toObject({ key, attributes, ...columns }: Row): StoredObject {
  return {
    ...(columns as unknown as StoredObject),
    key: Buffer.from(key as Uint8Array).toString(),
    ...(JSON.parse(attributes as string) as object),
  }
}

function toStart(prefix: string, after: Place | undefined): Buffer {
  const first = Buffer.from(prefix)
  const next = after ? behind(after) : first
  const start = Buffer.compare(first, next) > 0 ? first : next
  // SQLite would take no bytes for NULL, which is before nothing.
  return start.length > 0 ? start : Buffer.from([0])
}

/** What comes next; no byte of UTF-8 is 0xff, so that comes after all that starts with a text. */
function behind({ key, isPrefix }: Place): Buffer {
  return Buffer.concat([Buffer.from(key), Buffer.from([isPrefix ? 0xff : 0])])
}
