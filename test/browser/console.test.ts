import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { toProject } from '../../framework/test/use-console.ts'
import { useTables } from '../../framework/test/use-tables.ts'
import { hasBrowser } from './browser.ts'
import { recordRequest, useConsolePage } from './console-page.ts'

const tables = { pets: { key: ['owner'] as [string] } }

describe.skipIf(!hasBrowser)('the page of the console', () => {
  const database = useTables(tables)
  const done: string[] = []
  const { trace, page, go, reads, press } = useConsolePage(() => ({
    inventory: toProject(tables),
    services: [{ name: 'mail', dir: '', description: 'Mails' }],
    links: [{ label: 'Outbox', href: 'http://localhost:3338' }],
    database: { endpoint: database.endpoint, engine: 'dynoxide', missing: [] },
    schedules: {
      list: () => [{ name: 'nightly', next: new Date(Date.now() + 3_600_000) }],
      run: async (name) => void done.push(`run ${name}`),
    },
  }))

  it('shows what happens as it happens, as a tree, and replays it', async () => {
    await go('traces')
    await reads('Nothing has happened yet')

    recordRequest(trace, async () => void done.push('replay'))
    await page()
      .getByRole('link', { name: /POST \/pay/ })
      .click()

    await reads('No paper')
    await reads('attempt 2')
    await page().keyboard.press('Escape')
    await page()
      .getByRole('button', { name: /POST \/pay/ })
      .click()
    await reads('"amount"')
    await reads('a=1')
    await press('Replay')
    await reads('Replayed')
    assert.deepEqual(done, ['replay'])
  })

  it('works from the keyboard', async () => {
    recordRequest(trace)
    trace.record({ kind: 'http', name: 'GET /later', requestId: 'r2' })
    await go('traces')
    await page()
      .getByRole('link', { name: /GET \/later/ })
      .focus()

    await page().keyboard.press('ArrowDown')
    await page().keyboard.press('Enter')

    await reads('No paper')
  })

  it('filters', async () => {
    recordRequest(trace)
    trace.record({ kind: 'http', name: 'GET /later', answer: { statusCode: 200 } })
    await go('traces')
    await reads('GET /later')
    const count = () => page().locator('.requests li').count()

    await press('Problems')
    assert.equal(await count(), 1)
    await press('Problems')
    await page().getByRole('searchbox').fill('receipts')
    assert.equal(await count(), 1)
    await page().getByRole('searchbox').fill('nothing like it')
    await reads('Nothing fits the filter')
  })

  it('adds a row, changes it, and deletes it', async () => {
    await go('tables/pets')
    await reads('No row was found')

    await press('New row')
    const json = page().getByLabel('Row as JSON')
    await json.fill('{ "owner": "ann", "age": ')
    await press('Save')
    await page().getByRole('alert').waitFor()
    await json.fill('{ "owner": "ann", "age": 3 }')
    await press('Save')

    await press('ann')
    await json.fill('{ "owner": "ann", "age": 4 }')
    await page().keyboard.press('Control+Enter')
    await page().getByRole('cell', { name: '4', exact: true }).waitFor()

    await press('ann')
    await press('Delete')
    await press('Really delete')
    await reads('No row was found')
  })

  it('runs a schedule, and links what stands in for a service', async () => {
    await go('schedules')
    await page()
      .getByRole('button', { name: /Run now/ })
      .click()
    await reads('nightly has run')

    await go('services')
    const href = await page().getByRole('link', { name: 'Outbox' }).getAttribute('href')
    assert.equal(href, 'http://localhost:3338/')
    assert.ok(done.includes('run nightly'))
  })
})
