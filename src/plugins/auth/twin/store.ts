/**
 * All that a tenant keeps and knows, handed to each of its parts.
 *
 * @module
 */
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openDatabase } from './database.ts'
import { createKeys, type Keys } from './keys.ts'
import { createPeople, type People } from './people.ts'
import { createSettings, type Settings } from './settings.ts'
import type { Tenant } from './tenant.ts'

export interface Store {
  tenant: Tenant
  db: DatabaseSync
  people: People
  keys: Keys
  settings: Settings
  /** Prints one line on the developer's terminal. */
  log: (line: string) => void
}

/** @throws Error when the file in the folder cannot be used. */
export function openStore(options: {
  tenant: Tenant
  stateDir: string
  log: (line: string) => void
}): Store {
  const { tenant, stateDir, log } = options
  const db = openDatabase(join(stateDir, 'tenant.db'))
  return {
    tenant,
    db,
    people: createPeople(db),
    keys: createKeys(db),
    settings: createSettings(db),
    log,
  }
}
