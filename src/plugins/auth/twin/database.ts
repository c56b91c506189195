/**
 * What the tenant keeps, in one file: it is there again after any end of this process, `kill -9`
 * included.
 *
 * @module
 */
import type { DatabaseSync } from 'node:sqlite'
import { openStateFile } from '#framework/state-file.ts'

const schema = `
  CREATE TABLE IF NOT EXISTS people (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, email TEXT UNIQUE, person TEXT
  );
  CREATE TABLE IF NOT EXISTS keys (
    place INTEGER PRIMARY KEY AUTOINCREMENT, kid TEXT UNIQUE, state TEXT, jwk TEXT, since INTEGER
  );
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value INTEGER);
  CREATE TABLE IF NOT EXISTS models (
    kind TEXT, id TEXT, payload TEXT, grantId TEXT, accountId TEXT, uid TEXT,
    consumedAt INTEGER, expiresAt INTEGER, PRIMARY KEY (kind, id)
  );
  CREATE INDEX IF NOT EXISTS byGrant ON models (grantId);
  CREATE INDEX IF NOT EXISTS byAccount ON models (accountId);
  CREATE INDEX IF NOT EXISTS byUid ON models (uid);
`

/** @throws Error when the file cannot be used. */
export function openDatabase(path: string): DatabaseSync {
  return openStateFile({ path, owner: 'auth', schema })
}
