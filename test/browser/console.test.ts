import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'
import { startConsole, type Console } from '../../framework/local/console/server.ts'
import { createRecorder } from '../../framework/local/trace/recorder.ts'
import type { Inventory } from '../../framework/manifest.ts'
import { getPorts } from '../../framework/plugin/ports.ts'
import { toInventory, useTables } from '../../framework/test/use-tables.ts'

const executablePath = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path) => path && existsSync(path))
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')
const tables = { pets: { key: ['owner'] as [string] } }

describe.skipIf(!executablePath)('the page of the console', () => {
  const database = useTables(tables)
  const trace = createRecorder()
  const done: string[] = []
  let running: Console
  let browser: Browser
  let page: Page
  let problems: string[] = []

  beforeAll(async () => {
    const letter = {
      name: 'work',
      queue: 'work-dead',
      id: '1',
      body: '{"a":1}',
      reason: 'It broke',
    }
    running = await startConsole({
      port: 0,
      trace,
      sources: () => ({
        ports: getPorts({}),
        inventory: {
          ...toInventory(tables),
          queues: [{ name: 'work' }],
          plugins: null,
        } as unknown as Inventory,
        services: [{ name: 'mail', dir: '', description: 'Mails', twin: { start } }],
        links: [{ label: 'Outbox', href: 'http://localhost:3338' }],
        database: { endpoint: database.endpoint, engine: 'dynoxide', missing: [] },
        schedules: {
          list: () => [{ name: 'nightly', next: new Date(Date.now() + 3_600_000) }],
          run: async (name) => void done.push(`run ${name}`),
        },
        delivery: {
          listDead: () => [letter],
          redrive: (name) => done.push(`redrive ${name}`),
        },
      }),
    })
    const start = async () => ({ stop: () => {} })
    const args = ['--no-sandbox', '--disable-background-networking']
    browser = await chromium.launch({ executablePath: executablePath!, args })
  })
  afterAll(async () => {
    await browser?.close()
    await running?.stop()
  })
  beforeEach(async () => {
    trace.clear()
    done.length = 0
    problems = []
    page = await open()
  })
  afterEach(async () => {
    await page.context().close()
    // Among them what the page's own policy forbids.
    assert.deepEqual(problems, [])
  })

  async function open(
    look: { width?: number; colorScheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    const { width = 1280, colorScheme = 'light' } = look
    const viewport = { width, height: 800 }
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const opened = await context.newPage()
    opened.on('pageerror', (error) => problems.push(error.message))
    opened.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('422')) {
        problems.push(message.text())
      }
    })
    return opened
  }

  const go = (where: string) => page.goto(`${running.url}/#/${where}`)
  const reads = (text: string | RegExp) => page.getByText(text).first().waitFor({ timeout: 5000 })
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click()

  /** A request that sent a message whose function failed. */
  function record(): void {
    trace.record({
      kind: 'http',
      name: 'POST /pay',
      function: '@http post /pay',
      requestId: 'r1',
      event: { body: '{"amount":3}' },
      answer: { statusCode: 303 },
      logs: [{ time: new Date().toISOString(), level: 'info', message: 'paid', fields: '{"a":1}' }],
      replay: async () => void done.push('replay'),
    })
    trace.record({
      kind: 'queue',
      name: 'receipts',
      function: '@queues receipts',
      messages: [{ id: 'm1', requestId: 'r1', source: '@http post /pay', attempt: 2 }],
      error: new Error('No paper'),
    })
  }

  it('shows what happens as it happens, as a tree, and replays it', async () => {
    await go('traces')
    await reads('Nothing has happened yet')

    record()
    await page.getByRole('link', { name: /POST \/pay/ }).click()

    await reads('No paper')
    await reads('attempt 2')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /POST \/pay/ }).click()
    await reads('"amount"')
    await reads('a=1')
    await press('Replay')
    await reads('Replayed')
    assert.deepEqual(done, ['replay'])
  })

  it('works from the keyboard', async () => {
    record()
    trace.record({ kind: 'http', name: 'GET /later', requestId: 'r2' })
    await go('traces')
    await page.getByRole('link', { name: /GET \/later/ }).focus()

    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')

    await reads('No paper')
  })

  it('filters', async () => {
    record()
    trace.record({ kind: 'http', name: 'GET /later', answer: { statusCode: 200 } })
    await go('traces')
    await reads('GET /later')
    const count = () => page.locator('.requests li').count()

    await press('Problems')
    assert.equal(await count(), 1)
    await press('Problems')
    await page.getByRole('searchbox').fill('receipts')
    assert.equal(await count(), 1)
    await page.getByRole('searchbox').fill('nothing like it')
    await reads('Nothing fits the filter')
  })

  it('adds a row, changes it, and deletes it', async () => {
    await go('tables/pets')
    await reads('No row was found')

    await press('New row')
    const json = page.getByLabel('Row as JSON')
    await json.fill('{ "owner": "ann", "age": ')
    await press('Save')
    await page.getByRole('alert').waitFor()
    await json.fill('{ "owner": "ann", "age": 3 }')
    await press('Save')

    await press('ann')
    await json.fill('{ "owner": "ann", "age": 4 }')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('cell', { name: '4', exact: true }).waitFor()

    await press('ann')
    await press('Delete')
    await press('Really delete')
    await reads('No row was found')
  })

  it('runs a schedule, redrives, and links the twins', async () => {
    await go('schedules')
    await page.getByRole('button', { name: /Run now/ }).click()
    await reads('nightly has run')

    await go('dead')
    await reads('It broke')
    await press('Redrive all')
    await reads('Handed out again')

    await go('services')
    const href = await page.getByRole('link', { name: 'Outbox' }).getAttribute('href')
    assert.equal(href, 'http://localhost:3338/')
    assert.deepEqual(done, ['run nightly', 'redrive work'])
  })

  const looks = [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 390 },
  ] as const
  for (const { colorScheme, width } of looks) {
    it(`is accessible and fits: ${colorScheme}, ${width} px`, async () => {
      record()
      await page.context().close()
      page = await open({ width, colorScheme })

      for (const where of [
        'traces',
        'traces/r1',
        'tables',
        'tables/pets',
        'schedules',
        'dead',
        'services',
      ]) {
        await go(where)
        await page.locator('main > *').first().waitFor({ state: 'attached' })
        await page.waitForLoadState('networkidle', { timeout: 300 }).catch(() => {})
        assert.deepEqual(await audit(), [], where)
      }
      await go('tables/pets')
      await press('New row')
      assert.deepEqual(await audit(), [], 'the editor')
    })
  }

  /** What axe finds, and whether something sticks out to the side. */
  async function audit(): Promise<string[]> {
    await page.evaluate(axeSource)
    return page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
      }
      const { violations } = await axe.run()
      const isWide = document.documentElement.scrollWidth > window.innerWidth
      return [
        ...violations.map(({ id, nodes }) => `${id}: ${nodes.map((it) => it.html).join(' | ')}`),
        ...(isWide ? ['wider than the window'] : []),
      ]
    })
  }
})
