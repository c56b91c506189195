/**
 * What the local cloud or a twin keeps, in one file of SQLite: it is there again after any end of its
 * process, `kill -9` included. Never part of a bundle.
 *
 * @module
 */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/**
 * Opens the file, or makes it.
 *
 * @param options.path Without it all goes with the process.
 * @param options.owner For messages: `delivery`.
 * @param options.schema `CREATE TABLE IF NOT EXISTS …`
 * @throws Error when the file cannot be used
 */
export function openStateFile(options: {
  path: string | undefined
  owner: string
  schema: string
}): DatabaseSync {
  const { path, owner, schema } = options
  try {
    if (path) mkdirSync(dirname(path), { recursive: true })
    const db = new DatabaseSync(path ?? ':memory:')
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; ${schema}`)
    return db
  } catch (error) {
    throw new Error(
      `[${owner}] ${path} cannot be used: ${(error as Error).message}. ` +
        'npm run reset makes a new one, and empties the local data.',
      { cause: error },
    )
  }
}

/** Makes several changes one: all of them are kept, or none. */
export function inTransaction<T>(db: DatabaseSync, change: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = change()
    db.exec('COMMIT')
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
