/**
 * A page of an app of one's own, for the tests of examples.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { withOwnApp } from '../../framework/cli/own-app.ts'
import { launch, open, type WatchedPage } from './browser.ts'

interface OwnPage extends Omit<WatchedPage, 'close'> {
  BASE_URL: string
}

/** Starts the app of the working folder, and lets `look` use its page; an error of it is told with what the app printed. */
export async function withOwnPage(
  look: (own: OwnPage) => Promise<void>,
  { seconds, ...options }: { seconds: number } & Parameters<typeof open>[1],
): Promise<void> {
  const code = await withOwnApp(async ({ BASE_URL }) => {
    const browser = await launch()
    try {
      const { page, problems } = await open(browser, options)
      page.setDefaultTimeout(seconds * 1000)
      await look({ page, problems, BASE_URL })
      return 0
    } catch (error) {
      console.log((error as Error).stack)
      return 1
    } finally {
      await browser.close()
    }
  })
  assert.equal(code, 0)
}
