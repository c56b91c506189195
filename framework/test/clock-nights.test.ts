import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { startSchedules } from '../local/schedules.ts'
import { useClock } from './use-clock.ts'
import { useFunctions } from './use-functions.ts'

const hour = 60 * 60 * 1000

describe('thirty nights', () => {
  const clock = useClock()
  const functions = useFunctions()
  let stateDir: string
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-nights-'))
  })
  afterEach(() => rmSync(stateDir, { recursive: true, force: true }))
  const program = `export const handler = async ({ time }) => ({ time, at: new Date().toISOString() })`

  interface Run {
    /** When it was due. */
    time: string
    /** When the function ran, by its own clock. */
    at: string
  }

  /** Thirty days from a day's noon on, with six hours of which nothing runs around one run. */
  async function live(expression: string, { from, outage }: { from: string; outage: string }) {
    const invoke = functions.define(program)
    const runs: Run[] = []
    const lines: string[] = []
    const nightly = { name: 'digest', cron: { expression }, timezone: 'Europe/Berlin' }
    const start = () =>
      startSchedules([nightly], {
        stateDir,
        log: (line) => lines.push(line),
        invoke: async ({ payload }) => runs.push((await invoke(payload)) as unknown as Run),
      })
    const until = Date.parse(from) + 30 * 24 * hour
    await clock.jump(new Date(from))

    const before = start()
    await clock.advance(new Date(outage))
    before.stop()
    await clock.jump({ hours: 6 })
    const after = start()
    await clock.advance(new Date(until))
    after.stop()

    return { runs: runs.toSorted((a, b) => (a.time < b.time ? -1 : 1)), lines }
  }

  const inBerlin = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const onTheWall = (runs: Run[]) => runs.map(({ time }) => inBerlin.format(new Date(time)))
  const nights = (first: string, time: string) =>
    Array.from({ length: 30 }, (_, index) => {
      const night = new Date(Date.parse(first) + index * 24 * hour)
      return `${night.toISOString().slice(0, 10)} ${time}`
    })
  const late = (runs: Run[]) =>
    runs.filter(({ time, at }) => Date.parse(at) - Date.parse(time) > 60_000)

  it.each([
    ['in spring', '2026-03-10', '2026-03-20T23:00Z', '2026-03-21T02:00:00Z'],
    [
      'in spring, off when clocks go forward',
      '2026-03-10',
      '2026-03-28T22:00Z',
      '2026-03-29T01:00:00Z',
    ],
    ['in autumn', '2026-10-10', '2026-10-30T23:00Z', '2026-10-31T02:00:00Z'],
    [
      'in autumn, off when clocks go back',
      '2026-10-10',
      '2026-10-24T22:30Z',
      '2026-10-25T02:00:00Z',
    ],
  ])('are thirty runs at three o’clock %s', async (_when, day, outage, missed) => {
    const { runs, lines } = await live('0 3 * * ? *', { from: `${day}T12:00Z`, outage })

    const first = new Date(Date.parse(day) + 24 * hour).toISOString().slice(0, 10)
    assert.equal(runs.length, 30)
    assert.deepEqual(onTheWall(runs), nights(first, '03:00'))
    assert.deepEqual(
      late(runs).map(({ time }) => time),
      [missed],
    )
    assert.equal(lines.length, 1)
    assert.match(lines[0]!, /missed 1 run while this was off, of .* UTC\. It runs now\.$/)
  })

  it('are thirty runs at half past two where that comes twice', async () => {
    const options = { from: '2026-10-10T12:00Z', outage: '2026-10-30T22:00Z' }
    const { runs } = await live('30 2 * * ? *', options)

    assert.deepEqual(onTheWall(runs), nights('2026-10-11', '02:30'))
    assert.ok(runs.some(({ time }) => time === '2026-10-25T00:30:00Z'))
  })

  it('are twenty-nine at half past two where one night has none, as in AWS', async () => {
    const options = { from: '2026-03-10T12:00Z', outage: '2026-03-20T22:00Z' }
    const { runs } = await live('30 2 * * ? *', options)

    const all = nights('2026-03-11', '02:30')
    assert.deepEqual(
      onTheWall(runs),
      all.filter((night) => !night.startsWith('2026-03-29')),
    )
  })

  it('are missed but for the last when the clock jumps over them', async () => {
    const runs: unknown[] = []
    const lines: string[] = []
    await clock.jump(new Date('2026-03-10T12:00Z'))
    const schedules = startSchedules(
      [{ name: 'digest', cron: { expression: '0 3 * * ? *' }, timezone: 'Europe/Berlin' }],
      {
        log: (line) => lines.push(line),
        invoke: async ({ payload }) => runs.push((payload as Run).time),
      },
    )

    await clock.jump({ days: 30 })
    const [listed] = schedules.list()
    await clock.reset()
    const [again] = schedules.list()
    schedules.stop()

    assert.deepEqual(runs, ['2026-04-09T01:00:00Z'])
    assert.equal(listed?.missed?.count, 29)
    assert.match(lines[0]!, /^schedule digest missed 30 runs when the clock jumped, .* runs now\.$/)
    assert.ok(again!.next!.getTime() - Date.now() < 25 * hour)
    assert.equal(lines.length, 1)
  })

  it('try a run that failed again on the way', async () => {
    const runs: string[] = []
    await clock.jump(new Date('2026-03-10T12:00Z'))
    const schedules = startSchedules([{ name: 'digest', cron: { expression: '0 3 * * ? *' } }], {
      log: () => {},
      async invoke() {
        runs.push(new Date().toISOString().slice(5, 16))
        if (runs.length < 3) throw new Error('The database is away')
      },
    })

    await clock.advance({ days: 2 })
    schedules.stop()

    assert.deepEqual(runs, ['03-11T03:00', '03-11T03:01', '03-11T03:03', '03-12T03:00'])
  })
})
