/**
 * Health: whether what the site stands on answers.
 *
 * @module
 */
import { log } from '#framework/log.ts'
import { defineTable } from '#framework/tables.ts'

type State = 'ok' | 'failed'

/**
 * Reads one item of each table that the environment names, services' tables included.
 * Anybody may ask, so an answer serves for five seconds.
 */
export async function checkTables(): Promise<Record<string, State>> {
  if (Date.now() > until) {
    until = Date.now() + 5000
    latest = readAll()
  }
  return latest
}

let until = 0
let latest: Promise<Record<string, State>> = Promise.resolve({})

async function readAll() {
  const names = Object.keys(process.env)
    .filter((name) => name.startsWith('TABLE_'))
    .map((name) => name.slice('TABLE_'.length).toLowerCase().replaceAll('_', '-'))
    .sort()

  return Object.fromEntries(await Promise.all(names.map(read)))
}

async function read(name: string): Promise<[string, State]> {
  try {
    // A scan asks for no key, which differs from table to table.
    await defineTable<{ id: string }>(name, { key: ['id'] }).scan({ limit: 1 })
    return [name, 'ok']
  } catch (error) {
    log.error('table does not answer', { table: name, error })
    return [name, 'failed']
  }
}
