/**
 * Signing in through the pages of the twin of Auth0, as somebody at a screen does.
 *
 * @module
 */
import type { BrowserContext, Page } from 'playwright-core'
import { baseUrl } from './browser.ts'

/** What a link or a cookie says of somebody who is signed in. */
export const inHeader = '.site-account a[data-ready]'

/** The twin of a running site; undefined where real people sign in, or nobody does. */
export async function findTwin(): Promise<string | undefined> {
  const page = await (await fetch(`${baseUrl}/sign-in`)).text()
  return /data-issuer="(http:\/\/localhost:\d+\/)"/.exec(page)?.[1]
}

/** Follows the header's link, and signs in as one of those who are there from the start. */
export async function signIn(page: Page, handle: string): Promise<void> {
  await page.locator(inHeader, { hasText: 'Sign in' }).click()
  await pick(page, handle)
}

/** On the page of the twin: picks somebody, and comes back. */
export async function pick(page: Page, handle: string): Promise<void> {
  await page.locator('button[name="person"]', { hasText: `${handle} ·` }).click()
  await page.waitForURL((url) => url.origin === baseUrl && url.pathname !== '/signed-in')
  await page.locator(inHeader).and(page.locator('[href="/account"]')).waitFor()
}

/** On the page of the twin: signs up, and leaves for wherever one came from. */
export async function signUp(page: Page, email: string): Promise<void> {
  // The site's own pages, which stand until then, end with a link of this name.
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()
  await page.getByRole('link', { name: 'Sign up' }).click()
  // The page before has fields of the same names.
  await page.getByRole('heading', { level: 1, name: 'Sign up' }).waitFor()
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Password').fill('a-long-password')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

/** As if the session had run out long ago, with nobody here: only the refresh token is left. */
export async function expireSession(page: Page): Promise<void> {
  await page.context().clearCookies({ name: /session$|^renew-at$/ })
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('auth')!) as object
    localStorage.setItem('auth', JSON.stringify({ ...kept, renewAt: 0 }))
  })
}

/** Whether the site's session cookie is there. */
export async function hasSession(context: BrowserContext): Promise<boolean> {
  return (await context.cookies(baseUrl)).some(({ name }) => /^(__Host-)?session$/.test(name))
}

/** What auth keeps in the browser's storage. */
export function keptKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((key) => /auth/.test(key)))
}
