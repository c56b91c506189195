/**
 * Tests that tell what somebody does, in one window or more.
 *
 * @module
 */
import type { Browser } from 'playwright-core'
import test, { type Test } from 'tape'
import { launch, open, type WatchedPage } from './browser.ts'
import { findTwin } from './sign-in.ts'

const hosts = new Set<string>()
let browser: Browser | undefined

/** Opens a window; each is another browser as far as cookies go. */
type Visit = (options?: Parameters<typeof open>[1]) => Promise<WatchedPage>

/** A test with somebody who signs in; skipped where nobody can, or only real people. */
export function story(
  name: string,
  tell: (t: Test, visit: Visit, issuer: string) => Promise<unknown>,
): void {
  test(name, async (t) => {
    const issuer = await findTwin()
    if (!issuer) return t.skip('nobody can sign in here, or people who are real')
    const started = (browser ??= await launch())
    const windows: WatchedPage[] = []
    await tell(
      t,
      async (options) => {
        const opened = await open(started, options)
        windows.push(opened)
        opened.page.context().on('request', (request) => {
          const { protocol, hostname } = new URL(request.url())
          if (protocol.startsWith('http')) hosts.add(hostname)
        })
        return opened
      },
      issuer,
    ).finally(() => Promise.all(windows.map(({ close }) => close())))
  })
}

/** The last test of a file: no page of its stories asked another host for anything. */
export function endStories(): void {
  test('nothing came from another host, and the browser closes', async (t) => {
    t.deepEqual(
      [...hosts].filter((host) => !['localhost', '127.0.0.1'].includes(host)),
      [],
    )
    await browser?.close()
    browser = undefined
  })
}
