/**
 * The console's page in a browser, for the tests of one file.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { ConsoleSources } from '../../framework/local/console/sources.ts'
import { useConsole } from '../../framework/test/use-console.ts'
import { launch, open, type Device, type Scheme, type WatchedPage } from './browser.ts'

/** Starts a console and a browser before the tests, and opens a page for each. */
export function useConsolePage(toSources: () => Partial<ConsoleSources>) {
  const { url, ...served } = useConsole(toSources)
  let browser: Browser
  let watched: WatchedPage

  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    watched = await open(browser)
  })
  afterEach(async () => {
    await watched.close()
    // Among them what the page's own policy forbids; what the server refuses is for the page to tell.
    const problems = watched.problems.filter((it) => !/status of 4(04|22)/.test(it))
    assert.deepEqual(problems, [])
  })

  const page = (): Page => watched.page

  return {
    ...served,
    page,

    /** Goes on as somebody with another window. */
    async lookAs(device: Device, scheme: Scheme): Promise<void> {
      await watched.close()
      watched = await open(browser, { device, scheme })
    },

    go: (where: string) => page().goto(`${url()}/#/${where}`),
    reads: (text: string | RegExp) => page().getByText(text).first().waitFor({ timeout: 10_000 }),
    press: (name: string) =>
      page().getByRole('button', { name, exact: true }).first().click({ timeout: 10_000 }),
  }
}

/** A request that sent a message whose function failed. */
export function recordRequest(
  { record }: ReturnType<typeof useConsole>['trace'],
  replay = async () => {},
): void {
  record({
    kind: 'http',
    name: 'POST /pay',
    function: '@http post /pay',
    requestId: 'r1',
    event: { body: '{"amount":3}' },
    answer: { statusCode: 303 },
    logs: [{ time: new Date().toISOString(), level: 'info', message: 'paid', fields: '{"a":1}' }],
    replay,
  })
  record({
    kind: 'queue',
    name: 'receipts',
    function: '@queues receipts',
    messages: [{ id: 'm1', requestId: 'r1', source: '@http post /pay', attempt: 2 }],
    faults: ['delay', 'kill'],
    error: new Error('No paper'),
  })
}
