/**
 * Passwords of people who signed up.
 *
 * @module
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, Buffer>(scrypt)

/** The shortest that is taken, as with Auth0's own rule. */
export const shortestPassword = 8

/** Of the people who are there from the start. */
export const sharedPassword = 'plugboard'

/** `salt:key`, in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, 32)
  return `${salt.toString('base64url')}:${key.toString('base64url')}`
}

/** @param hash - left out: of somebody who has the shared password */
export async function isPassword(password: string, hash?: string): Promise<boolean> {
  if (hash === undefined) return password === sharedPassword
  const [salt, key] = hash.split(':').map((part) => Buffer.from(part, 'base64url'))
  return timingSafeEqual(key!, await derive(password, salt!, 32))
}
