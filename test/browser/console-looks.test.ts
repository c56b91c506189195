import assert from 'node:assert/strict'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../../framework/local/clock.ts'
import { useBucket } from '../../framework/test/use-bucket.ts'
import { toProject } from '../../framework/test/use-console.ts'
import { useTables } from '../../framework/test/use-tables.ts'
import { requestDatabase } from '../../framework/local/database/request.ts'
import { hasBrowser, audit, overflows, shoot } from './browser.ts'
import { recordRequest, useConsolePage } from './console-page.ts'
import { toDeadLetter, toStreamFailure, twinState } from './console-samples.ts'

const tables = { pets: { key: ['owner'] as [string] } }
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="teal"/></svg>'
/** Each with what is read there once it has loaded. */
const views = [
  ['traces', 'POST /pay'],
  ['traces/r1', 'No paper'],
  ['tables', 'pets'],
  ['tables/pets', 'Ada'],
  ['storage', 'covers'],
  ['storage/covers', 'drawing.svg'],
  ['schedules', 'Missed 3 runs'],
  ['dead', 'Cannot read properties'],
  ['clock', 'Due next'],
  ['faults', '10 %, 3 times at most'],
  ['services', 'Signs people in'],
  ['services/auth', 'Wim Writer'],
] as const

describe.skipIf(!hasBrowser)('the looks of the console', () => {
  const database = useTables(tables)
  const bucket = useBucket('covers')
  const { trace, faults, page, lookAs, go, press, reads } = useConsolePage(() => ({
    inventory: toProject(tables, {
      queues: [{ pragma: 'queues', name: 'work' }],
      scheduled: [{ name: 'nightly', cron: { expression: '0 3 * * ? *' } }],
    }),
    services: [{ name: 'auth', dir: '', description: 'Signs people in' }],
    links: [],
    database: { endpoint: database.endpoint, engine: 'dynoxide', missing: [] },
    storage: bucket.storage(),
    schedules: {
      list: () => [
        {
          name: 'nightly',
          next: new Date(clock.now() + 3_600_000),
          missed: { count: 3, last: new Date() },
        },
      ],
      run: async () => {},
    },
    delivery: { listDead: () => [toDeadLetter('work')], redrive: () => 1 },
    streams: { failures: () => [toStreamFailure('pets-watcher')], redrive: async () => 1 },
    twins: {
      list: () => [{ service: 'auth', hasState: true }],
      state: async () => twinState,
      act: async () => undefined,
    },
  }))
  beforeAll(async () => {
    installClock()
    const Item = { owner: { S: 'ann' }, name: { S: 'Ada' } }
    const TableName = 'plugboard-staging-pets'
    await requestDatabase(database.endpoint, 'PutItem', { TableName, Item })
    // So that the frame says so, on every view.
    await clock.jump({ days: 30 })
  })
  afterAll(() => uninstallClock())

  for (const device of ['desktop', 'phone'] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      it(`are accessible and fit: ${device}, ${scheme}`, async () => {
        recordRequest(trace)
        await bucket.put('2026/sea.txt', 'sea')
        await bucket.put('drawing.svg', drawing, 'image/svg+xml')
        faults.add({ kind: 'drop', target: 'queue work', probability: 0.1, times: 3 })
        await lookAs(device, scheme)

        for (const [view, text] of views) {
          await go(view)
          await reads('ahead of this machine')
          await reads(text)
          await look(view)
        }
        await go('tables/pets')
        await press('ann')
        await page().getByRole('dialog').waitFor()
        await look('row')
        await go('storage/covers')
        await press('drawing.svg')
        await page().getByRole('img').waitFor()
        await look('object')
      })

      async function look(what: string): Promise<void> {
        await shoot(page(), `console-${what.replaceAll('/', '-')}-${device}-${scheme}`)
        assert.deepEqual(await audit(page()), [], what)
        assert.equal(await overflows(page()), false, `${what} is wider than the window`)
      }
    }
  }
})
