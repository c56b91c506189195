/**
 * What streams must know after a restart: how far each function has read, what it failed at, and
 * which items went because their time was over.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { openStateFile } from '../../state-file.ts'
import type { DynamoDBRecord } from 'aws-lambda'

/** Records that a function kept failing at. */
export interface StreamFailure {
  id: string
  /** The function. */
  name: string
  records: DynamoDBRecord[]
  attempts: number
  reason: string
  failedAt: Date
}

export type StreamStore = ReturnType<typeof openStore>

/** An item that expired: deleted for its time in an attribute. */
export interface ExpiredItem {
  /** The table's physical name. */
  table: string
  key: object
  /** The time, as the item said it. */
  expires: string
}

const schema = `
  CREATE TABLE IF NOT EXISTS positions (
    name TEXT, shard TEXT, sequence TEXT, PRIMARY KEY (name, shard)
  );
  CREATE TABLE IF NOT EXISTS failures (
    place INTEGER PRIMARY KEY, id TEXT, name TEXT, records TEXT, attempts INTEGER, reason TEXT,
    at INTEGER
  );
  CREATE TABLE IF NOT EXISTS expired (item TEXT PRIMARY KEY, at INTEGER);
`

/** DynamoDB keeps the records of a stream for a day. */
const day = 24 * 60 * 60 * 1000

/** @param path Left out, all goes with the process. */
export function openStore(path?: string) {
  const db = openStateFile({ path, owner: 'streams', schema })
  const find = db.prepare('SELECT sequence FROM positions WHERE name = ? AND shard = ?')
  const move = db.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?)')
  const fail = db.prepare(
    'INSERT INTO failures (id, name, records, attempts, reason, at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const failures = db.prepare('SELECT * FROM failures WHERE ?1 IS NULL OR name = ?1 ORDER BY place')
  const remove = db.prepare('DELETE FROM failures WHERE id = ?')
  const mark = db.prepare('INSERT OR REPLACE INTO expired VALUES (?, ?)')
  const isMarked = db.prepare('SELECT 1 FROM expired WHERE item = ?')
  const unmark = db.prepare('DELETE FROM expired WHERE at < ?')

  return {
    /** The last record of a shard that a function is done with. */
    position: (name: string, shard: string): string | undefined =>
      find.get(name, shard)?.['sequence'] as string | undefined,

    moveTo(name: string, shard: string, sequence: string): void {
      move.run(name, shard, sequence)
    },

    /** Sets records aside, and goes on after them. */
    setAside(
      { name, shard, sequence }: { name: string; shard: string; sequence: string },
      failure: Pick<StreamFailure, 'records' | 'attempts' | 'reason'>,
    ): void {
      const { records, attempts, reason } = failure
      db.exec('BEGIN')
      fail.run(randomUUID(), name, JSON.stringify(records), attempts, reason, Date.now())
      move.run(name, shard, sequence)
      db.exec('COMMIT')
    },

    failures(name?: string): StreamFailure[] {
      return failures.all(name ?? null).map((row) => ({
        id: row['id'] as string,
        name: row['name'] as string,
        records: JSON.parse(row['records'] as string) as DynamoDBRecord[],
        attempts: row['attempts'] as number,
        reason: row['reason'] as string,
        failedAt: new Date(row['at'] as number),
      }))
    },

    removeFailure(id: string): void {
      remove.run(id)
    },

    /** To be called before the item is deleted: the record of it may come at once. */
    markExpired(item: ExpiredItem): void {
      const now = Date.now()
      unmark.run(now - day)
      mark.run(toText(item), now)
    },

    isExpired: (item: ExpiredItem): boolean => Boolean(isMarked.get(toText(item))),

    close: () => db.close(),
  }
}

function toText({ table, key, expires }: ExpiredItem): string {
  const parts = Object.entries(key).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([table, parts, expires])
}
