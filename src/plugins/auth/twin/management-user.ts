/**
 * A person as the Management API shows and changes them.
 *
 * @module
 */
import { isEmail } from './email.ts'
import { hashPassword, shortestPassword } from './passwords.ts'
import type { Person } from './people.ts'
import { toPicture } from './pictures.ts'
import { connection } from './tenant.ts'

export function toUser(person: Person): Record<string, unknown> {
  const [provider, userId] = person.id.split('|') as [string, string]
  return {
    user_id: person.id,
    email: person.email,
    email_verified: person.emailVerified,
    name: person.name,
    nickname: person.nickname,
    picture: toPicture(person),
    ...(person.givenName && { given_name: person.givenName }),
    ...(person.familyName && { family_name: person.familyName }),
    identities: [{ connection, user_id: userId, provider, isSocial: false }],
    created_at: person.createdAt,
    updated_at: person.updatedAt,
    user_metadata: person.userMetadata,
    app_metadata: person.appMetadata,
    ...(person.blocked && { blocked: true }),
    ...(person.lastLogin && { last_login: person.lastLogin }),
    logins_count: person.logins,
  }
}

const texts = {
  name: 'name',
  nickname: 'nickname',
  given_name: 'givenName',
  family_name: 'familyName',
} as const

const flags = { blocked: 'blocked', email_verified: 'emailVerified' } as const
const metadata = { app_metadata: 'appMetadata', user_metadata: 'userMetadata' } as const
const others = ['email', 'password', 'connection', 'client_id']
const notImitated =
  'phone_number phone_verified picture username verify_email verify_password verify_phone_number'

/** What a PATCH changes, or what is wrong with it. */
export async function readPatch(
  person: Person,
  fields: Record<string, unknown> | undefined,
): Promise<Partial<Person> | string> {
  if (!fields || Object.keys(fields).length === 0)
    return 'Too few properties defined (0), minimum 1'
  const known = [...Object.keys(texts), ...Object.keys(flags), ...Object.keys(metadata), ...others]
  const unknown = Object.keys(fields).filter((name) => !known.includes(name))
  const missing = unknown.filter((name) => notImitated.split(' ').includes(name))
  if (missing.length > 0) return `The twin of Auth0 does not imitate ${missing.join(',')}`
  if (unknown.length > 0) return `Additional properties not allowed: ${unknown.join(',')}`

  const patch: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    const problem = check(name, value)
    if (problem) return problem
    if (name in texts) patch[texts[name as 'name']] = value
    if (name in flags) patch[flags[name as 'blocked']] = value
    if (name in metadata) {
      const own = metadata[name as 'app_metadata']
      patch[own] = merge(person[own], value as Record<string, unknown>)
    }
    if (name === 'email') patch['email'] = String(value).toLowerCase()
    if (name === 'password') patch['password'] = await hashPassword(String(value))
  }
  return patch as Partial<Person>
}

function check(name: string, value: unknown): string | undefined {
  const type = name in flags ? 'boolean' : name in metadata ? 'object' : 'string'
  if (typeof value !== type || value === null || Array.isArray(value)) {
    return `Expected type ${type} but found type ${value === null ? 'null' : typeof value}`
  }
  if (name in texts && (value === '' || String(value).length > 300)) {
    return `String is too ${value === '' ? 'short (0 chars), minimum 1' : 'long, maximum 300'}`
  }
  if (name === 'email' && !isEmail(String(value))) {
    return `Object didn't pass validation for format email: ${String(value)}`
  }
  if (name === 'password' && String(value).length < shortestPassword) {
    return 'PasswordStrengthError: Password is too weak'
  }
  return undefined
}

// Auth0 merges the first level, and takes null for "remove".
function merge(old: Record<string, unknown>, changes: Record<string, unknown>) {
  const merged = Object.entries({ ...old, ...changes }).filter(([, value]) => value !== null)
  return Object.fromEntries(merged)
}
