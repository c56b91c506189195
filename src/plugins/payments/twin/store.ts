/**
 * What the twin remembers: every object by its id, in the order they were made.
 *
 * Kept in memory for reading and in SQLite for the next start. A request's changes are one
 * transaction, so that `kill -9` leaves all of them or none.
 *
 * @module
 */
import { join } from 'node:path'
import { openStateFile } from '#framework/state-file.ts'
import type { StripeObject } from './objects.ts'

export type Store = ReturnType<typeof openStore>

const schema = `
  CREATE TABLE IF NOT EXISTS objects (
    place INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, object TEXT, json TEXT
  )
`

/** @param stateDir Made if it is not there. */
export function openStore(stateDir: string) {
  const db = openStateFile({ path: join(stateDir, 'stripe.db'), owner: 'payments', schema })
  const write = db.prepare(
    `INSERT INTO objects (id, object, json) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET object = excluded.object, json = excluded.json`,
  )
  const erase = db.prepare('DELETE FROM objects WHERE id = ?')

  let kinds = new Map<string, Map<string, StripeObject>>()
  let depth = 0
  load()

  function load(): void {
    kinds = new Map()
    const rows = db.prepare('SELECT json FROM objects ORDER BY place').all() as { json: string }[]
    for (const { json } of rows) keep(JSON.parse(json) as StripeObject)
  }

  function keep(object: StripeObject): void {
    const kind = kinds.get(object.object) ?? new Map<string, StripeObject>()
    kinds.set(object.object, kind)
    kind.set(object.id, object)
  }

  return {
    /** All that happens in `work` is kept, or nothing of it when it throws. */
    transaction<T>(work: () => T): T {
      const point = `point${depth++}`
      db.exec(`SAVEPOINT ${point}`)
      try {
        const result = work()
        db.exec(`RELEASE ${point}`)
        return result
      } catch (error) {
        db.exec(`ROLLBACK TO ${point}; RELEASE ${point}`)
        // What is in memory was changed in place.
        load()
        throw error
      } finally {
        depth--
      }
    },

    save<T extends StripeObject>(object: T): T {
      keep(object)
      write.run(object.id, object.object, JSON.stringify(object))
      return object
    },

    find<T extends StripeObject>(kind: T['object'], id: string): T | undefined {
      return kinds.get(kind)?.get(id) as T | undefined
    },

    /** The object of any kind. */
    findAny(id: string): StripeObject | undefined {
      for (const kind of kinds.values()) {
        const found = kind.get(id)
        if (found) return found
      }
      return undefined
    },

    /** Oldest first. */
    list<T extends StripeObject>(kind: T['object']): T[] {
      return [...(kinds.get(kind)?.values() ?? [])] as T[]
    },

    remove({ object, id }: StripeObject): void {
      kinds.get(object)?.delete(id)
      erase.run(id)
    },

    close: () => db.close(),
  }
}
