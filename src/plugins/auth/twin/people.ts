/**
 * The people of the tenant: five to begin with, and whoever signs up.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** Somebody, as the tenant knows them. */
export interface Person {
  /** `auth0|…`: the `sub` of their tokens. */
  id: string
  /** `writer`: of those who are there from the start. */
  handle?: string
  email: string
  emailVerified: boolean
  name: string
  nickname: string
  givenName?: string
  familyName?: string
  /** Of the API, by way of roles. */
  permissions: readonly string[]
  blocked?: boolean
  appMetadata: Record<string, unknown>
  userMetadata: Record<string, unknown>
  /** Left out: the shared password. */
  password?: string
  /** ISO 8601. */
  createdAt: string
  updatedAt: string
  lastLogin?: string
  logins: number
}

export interface People {
  /** In the order in which they came. */
  list: () => Person[]
  find: (id: string) => Person | undefined
  findByEmail: (email: string) => Person | undefined
  /** By handle, e-mail address or id. */
  findByAny: (text: string) => Person | undefined
  /** Answers undefined when somebody has the address already. */
  add: (person: { email: string; password: string }) => Person | undefined
  change: (id: string, changes: Partial<Person>) => Person | undefined
  noteLogin: (id: string) => void
  remove: (id: string) => boolean
  /** Brings back those who were there from the start; answers how many had gone. */
  restore: () => number
}

type Seed = Pick<Person, 'name' | 'permissions'> & { handle: string } & Partial<Person>

const seeds: Seed[] = [
  { handle: 'reader', name: 'Rosa Reader', permissions: [] },
  {
    handle: 'member',
    name: 'Milan Member',
    permissions: [],
    appMetadata: { plan: 'membership' },
  },
  { handle: 'writer', name: 'Wren Writer', permissions: ['articles:write'] },
  {
    handle: 'editor',
    name: 'Edda Editor',
    permissions: ['articles:write', 'payments:refund'],
  },
  {
    handle: 'administrator',
    name: 'Ada Administrator',
    permissions: ['articles:write', 'payments:refund', 'accounts:read'],
  },
]

export function createPeople(db: DatabaseSync): People {
  const all = db.prepare('SELECT person FROM people ORDER BY place')
  const byId = db.prepare('SELECT person FROM people WHERE id = ?')
  const byEmail = db.prepare('SELECT person FROM people WHERE email = ?')
  const insert = db.prepare('INSERT OR IGNORE INTO people (id, email, person) VALUES (?, ?, ?)')
  const update = db.prepare('UPDATE OR IGNORE people SET email = ?, person = ? WHERE id = ?')
  const remove = db.prepare('DELETE FROM people WHERE id = ?')

  function add(person: Person): boolean {
    return insert.run(person.id, person.email, JSON.stringify(person)).changes > 0
  }

  const people: People = {
    list: () => all.all().map(toPerson),
    find: (id) => findOne(byId.get(id)),
    findByEmail: (email) => findOne(byEmail.get(email.toLowerCase())),
    findByAny: (text) =>
      people.find(text) ??
      people.findByEmail(text) ??
      people.list().find(({ handle }) => handle === text),

    add({ email, password }) {
      const address = email.toLowerCase()
      const person = toNew({
        id: `auth0|${randomBytes(12).toString('hex')}`,
        email: address,
        emailVerified: false,
        // Auth0 knows no other name of somebody who signs up with an address.
        name: address,
        password,
      })
      return add(person) ? person : undefined
    },

    change(id, changes) {
      const known = people.find(id)
      if (!known) return undefined
      const changed = { ...known, ...changes, id, updatedAt: new Date().toISOString() }
      return update.run(changed.email, JSON.stringify(changed), id).changes > 0
        ? changed
        : undefined
    },

    noteLogin(id) {
      const { logins = 0 } = people.find(id) ?? {}
      people.change(id, { logins: logins + 1, lastLogin: new Date().toISOString() })
    },

    remove: (id) => remove.run(id).changes > 0,
    restore: () => seeds.map(toSeeded).filter(add).length,
  }

  if (!db.prepare('SELECT 1 FROM people').get() && !isUsed(db)) people.restore()
  return people
}

// Somebody may have deleted every single one: then that is what they want.
function isUsed(db: DatabaseSync): boolean {
  return db.prepare("SELECT 1 FROM sqlite_sequence WHERE name = 'people'").get() !== undefined
}

function findOne(row: Record<string, unknown> | undefined): Person | undefined {
  return row && toPerson(row)
}

function toPerson(row: Record<string, unknown>): Person {
  return JSON.parse(String(row['person'])) as Person
}

function toSeeded(seed: Seed): Person {
  const [givenName, familyName] = seed.name.split(' ') as [string, string]
  return toNew({
    // The same on every machine, so that a person's data survives an emptied tenant.
    id: `auth0|${createHash('sha256').update(seed.handle).digest('hex').slice(0, 24)}`,
    email: `${seed.handle}@plugboard.example`,
    emailVerified: true,
    givenName,
    familyName,
    ...seed,
  })
}

function toNew(
  person: Pick<Person, 'id' | 'email' | 'emailVerified' | 'name'> & Partial<Person>,
): Person {
  const now = new Date().toISOString()
  return {
    nickname: person.email.split('@')[0]!,
    permissions: [],
    appMetadata: {},
    userMetadata: {},
    createdAt: now,
    updatedAt: now,
    logins: 0,
    ...person,
  }
}
