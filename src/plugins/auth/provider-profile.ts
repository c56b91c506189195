/**
 * What the sign-in provider knows of a person when we see them for the first time.
 *
 * @module
 */
import { log } from '#framework/log.ts'
import { send } from './request.ts'
import { readProvider } from './settings.ts'
import type { Claims } from './tokens.ts'

export interface Profile {
  name: string
  email?: string
}

/** Characters of a name. */
export const longestName = 80

/** Name and address: as the token tells them, or else as the provider does when it is asked. */
export async function findProfile(claims: Claims, token: string): Promise<Profile> {
  const { name, email } = claims.name && claims.email ? claims : await askProvider(claims, token)
  const shown = toName(name) || toName(email?.split('@')[0]) || 'Somebody'
  return { name: shown, ...(email && { email }) }
}

async function askProvider(claims: Claims, token: string): Promise<Partial<Profile>> {
  const { issuer } = readProvider()
  try {
    const headers = { authorization: `Bearer ${token}` }
    const { status, body } = await send(`${issuer}userinfo`, { headers })
    if (status !== 200) throw new Error(`It answered ${status}`)
    const told = JSON.parse(body) as { sub?: unknown; name?: unknown; email?: unknown }
    if (told.sub !== claims.id) throw new Error('It told of somebody else')

    const { name = toText(told.name), email = toText(told.email) } = claims
    return { ...(name && { name }), ...(email && { email }) }
  } catch (error) {
    // A name can be mended later by the person; that they are let in must not depend on it.
    log.warn('the sign-in provider did not tell who somebody is', { error })
    return claims
  }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function toName(text = ''): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestName)
    .trim()
}
