/**
 * The index of all objects: what a client was told is written here before, in one transaction with
 * what is to be told to others.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, openStateFile } from '../../../state-file.ts'

// Keys are bytes, because S3 sorts by bytes. `attributes` are JSON.
const schema = `
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT, key BLOB, blob TEXT, size INTEGER, etag TEXT, modified INTEGER, attributes TEXT,
    PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, bucket TEXT, key BLOB, initiated INTEGER, attributes TEXT
  );
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT, number INTEGER, blob TEXT, size INTEGER, etag TEXT, modified INTEGER, checksum TEXT,
    PRIMARY KEY (upload, number)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (
    place INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT, body TEXT
  );
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created INTEGER);
  CREATE TABLE IF NOT EXISTS told (bucket TEXT, queue TEXT, PRIMARY KEY (bucket, queue));
  CREATE TABLE IF NOT EXISTS sequence (last INTEGER);
  INSERT INTO sequence SELECT 0 WHERE NOT EXISTS (SELECT * FROM sequence);
`

/** The index, and a way to change it as a whole or not at all. */
export interface Index {
  db: DatabaseSync
  transaction: <T>(change: () => T) => T
}

/** @throws Error where the file cannot be used */
export function openIndex(path: string): Index {
  const db = openStateFile({ path, owner: 'storage', schema })
  let isWithin = false
  return {
    db,
    transaction(change) {
      if (isWithin) return change()
      isWithin = true
      try {
        return inTransaction(db, change)
      } finally {
        isWithin = false
      }
    },
  }
}
