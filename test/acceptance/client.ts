/**
 * A visitor of the site, for the acceptance suite. Knows an address and nothing of the code behind it.
 *
 * @module
 */

import { findToken } from '../people.ts'

/** Where the site is, without a slash at the end. */
export const baseUrl = requireBaseUrl()

/** Asks for a path; redirects are answers, too. */
export function visit(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${baseUrl}${path}`, { redirect: 'manual', ...init })
}

/** Sends a form from one of the site's own pages. */
export function submit(
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return visit(path, {
    method: 'POST',
    headers: { origin: baseUrl, accept: 'text/html', ...headers },
    body: new URLSearchParams(fields),
  })
}

/** Headers of one of the twin's people; undefined where they cannot sign in. */
export async function as(person: string): Promise<{ authorization: string } | undefined> {
  const token = await findToken(baseUrl, person)
  return token ? { authorization: `Bearer ${token}` } : undefined
}

/**
 * Asks again until the answer is there: events and queues are quick, but not at once.
 *
 * @throws Error after `seconds`, default 20, with what was waited for.
 */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  seconds = 20,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000
  while (Date.now() < deadline) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  throw new Error(`Waited ${seconds} seconds in vain for ${what}.`)
}

function requireBaseUrl(): string {
  const url = process.env['BASE_URL']
  if (url) return url.replace(/\/$/, '')
  throw new Error(
    'BASE_URL is not set. Run: npm run test:acceptance, or BASE_URL=https://… npm run test:acceptance',
  )
}
