/**
 * A headless browser for the site's tests: pages that fail on errors, screenshots, accessibility.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

/** Where the site is. */
export const baseUrl = process.env['BASE_URL'] ?? 'http://localhost:3333'

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

/** Whether there is a browser to test in. */
export const hasBrowser = existsSync(executablePath)

/** The window of a kind of device, in CSS pixels. */
export const devices = {
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
  wide: { width: 2200, height: 1200 },
} as const

export type Device = keyof typeof devices
export type Scheme = 'light' | 'dark'

/** A page, and what went wrong on it: exceptions, console errors, answers of 5xx, CSP violations. */
export interface WatchedPage {
  page: Page
  problems: string[]
  close: () => Promise<void>
}

/** Starts Chromium; it reaches nothing but loopback. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  })
}

/** Opens a page as somebody with this device and these settings sees it. */
export async function open(
  browser: Browser,
  options: { device?: Device; scheme?: Scheme; javaScript?: boolean; token?: string } = {},
): Promise<WatchedPage> {
  const { device = 'desktop', scheme = 'light', javaScript = true, token } = options
  const context = await browser.newContext({
    baseURL: baseUrl,
    viewport: devices[device],
    colorScheme: scheme,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    // axe is put into the page, which the site's own policy rightly refuses: see `audit`.
  })
  // Signed in already, as somebody is who comes back.
  if (token) await context.addCookies([toSession(token)])
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} ${response.url()}`)
  })
  return { page, problems, close: () => context.close() }
}

function toSession(value: string) {
  const isSecure = baseUrl.startsWith('https:')
  return { name: isSecure ? '__Host-session' : 'session', value, url: baseUrl, httpOnly: true }
}

/** Keeps a picture of the whole page in `.artifacts/browser/`. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `.artifacts/browser/${name}.png`, fullPage: true })
}

/** What axe finds on a page: one line for each rule that is broken. */
export async function audit(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which no Content-Security-Policy applies to.
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' | ')}`)
}

/** Whether anything sticks out to the side, so that people have to scroll sideways. */
export function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
}

/** What is asked for, once it is there. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const answer = await ask()
    if (answer) return answer
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
  throw new Error('Waited in vain.')
}
