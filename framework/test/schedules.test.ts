import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import type { Invoke } from '../local/delivery.ts'
import {
  findMissedRuns,
  findNextRun,
  startSchedules,
  toCronPattern,
  type Schedule,
} from '../local/schedules.ts'

const after = new Date('2026-11-21T12:00:00Z')
const next = (expression: string, timezone?: string, from = after) => {
  const schedule = { name: 'x', cron: { expression }, timezone: timezone ?? null }
  return findNextRun(schedule, from, from)?.toISOString()
}

describe('schedules', () => {
  it.each([
    ['0 3 * * ? *', '2026-11-22T03:00:00.000Z'],
    ['5/10 * * * ? *', '2026-11-21T12:05:00.000Z'],
    ['0 9 ? * 2-6 *', '2026-11-23T09:00:00.000Z'],
    ['0 9 ? * 1 *', '2026-11-22T09:00:00.000Z'],
    ['0 9 ? * 6L *', '2026-11-27T09:00:00.000Z'],
    ['0 9 ? * 2#1 *', '2026-12-07T09:00:00.000Z'],
    ['0 9 L * ? *', '2026-11-30T09:00:00.000Z'],
    ['0 9 15W * ? *', '2026-12-15T09:00:00.000Z'],
    ['0 9 1 JAN ? 2027', '2027-01-01T09:00:00.000Z'],
    ['0 9 1 1 ? 2020', undefined],
  ])('reads cron(%s) as EventBridge does', (expression, expected) => {
    assert.equal(next(expression), expected)
  })

  it('keeps to the declared time zone', () => {
    assert.equal(next('0 9 * * ? *', 'America/New_York'), '2026-11-21T14:00:00.000Z')
  })

  it.each(['* * * * *', '0 9 * * * *', '0 9 ? * ? *'])('refuses cron(%s)', (expression) => {
    assert.throws(() => toCronPattern(expression), /is no AWS schedule/)
  })

  it('counts rates from the start', () => {
    const anchor = new Date('2026-11-21T11:50:30Z')
    const schedule = { name: 'x', rate: { expression: '5 minutes' } }

    assert.equal(findNextRun(schedule, after, anchor)?.toISOString(), '2026-11-21T12:00:30.000Z')
  })

  it('runs one now, and says in one line when it fails', async () => {
    const lines: string[] = []
    const payloads: unknown[] = []
    const schedules = startSchedules([{ name: 'digest', rate: { expression: '1 day' } }], {
      log: (line) => lines.push(line),
      async invoke({ payload }) {
        payloads.push(payload)
        throw new Error('The database is away')
      },
    })

    await schedules.run('digest')
    schedules.stop()

    assert.equal((payloads[0] as { source: string }).source, 'aws.scheduler')
    assert.deepEqual(lines, ['schedule digest failed. The database is away'])
    assert.equal(schedules.list()[0]?.name, 'digest')
  })

  it('leaves out what is skipped when clocks go forward', () => {
    const nights = ['2026-03-28', '2026-03-29', '2026-03-30'].map((day) =>
      next('30 2 * * ? *', 'Europe/Berlin', new Date(`${day}T00:00:00Z`)),
    )

    assert.deepEqual(nights, [
      '2026-03-28T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ])
  })

  it('runs once what comes twice when clocks go back, the first time', () => {
    const nights = ['2026-10-25T00:00:00Z', '2026-10-25T00:45:00Z', '2026-10-25T01:15:00Z'].map(
      (time) => next('30 2 * * ? *', 'Europe/Berlin', new Date(time)),
    )

    assert.deepEqual(nights, [
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  it('counts what was missed, and finds the last of very many', () => {
    const from = new Date('2026-01-01T00:00:00Z')
    const to = new Date('2026-03-29T12:00:30Z')
    const minutely = { name: 'x', cron: { expression: '* * * * ? *' }, timezone: 'Europe/Berlin' }
    const nightly = { name: 'x', cron: { expression: '0 3 * * ? *' }, timezone: 'Europe/Berlin' }

    const many = findMissedRuns(minutely, { from, to, since: from })
    const few = findMissedRuns(nightly, { from, to, since: from })

    assert.deepEqual(many, { count: 1000, last: new Date('2026-03-29T12:00:00Z') })
    assert.deepEqual(few, { count: 88, last: new Date('2026-03-29T01:00:00Z') })
    assert.equal(findMissedRuns(nightly, { from: to, to, since: from }), undefined)
  })

  describe('over a restart', () => {
    let stateDir: string
    let lines: string[] = []
    const digest = { name: 'digest', cron: { expression: '0 3 * * ? *' } }

    beforeEach(() => {
      stateDir = mkdtempSync(join(tmpdir(), 'plugboard-schedules-'))
      lines = []
      vi.useFakeTimers({ now: new Date('2026-11-20T12:00:00Z') })
    })
    afterEach(() => {
      vi.useRealTimers()
      rmSync(stateDir, { recursive: true, force: true })
    })

    const start = (schedule: Schedule = digest, invoke: Invoke = async () => {}) =>
      startSchedules([schedule], { invoke, log: (line) => lines.push(line), stateDir })

    it('tells what was missed, once, and makes up for the last run', async () => {
      const times: unknown[] = []
      const invoke: Invoke = async ({ payload }) => times.push((payload as { time: string }).time)
      const first = start(digest, invoke)
      await vi.advanceTimersByTimeAsync(20 * 60 * 60 * 1000)
      first.stop()
      vi.setSystemTime('2026-11-24T12:00:00Z')

      const second = start(digest, invoke)
      await vi.advanceTimersByTimeAsync(0)
      const [listed] = second.list()
      await second.run('digest')
      second.stop()
      const third = start(digest, invoke)
      third.stop()

      assert.deepEqual(lines, [
        'schedule digest missed 3 runs while this was off, the last of 2026-11-24 03:00 UTC. ' +
          'That one runs now.',
      ])
      assert.deepEqual(times, [
        '2026-11-21T03:00:00Z',
        '2026-11-24T03:00:00Z',
        '2026-11-24T12:00:00Z',
      ])
      assert.deepEqual(listed?.missed, { count: 2, last: new Date('2026-11-23T03:00:00Z') })
      assert.equal(listed?.next?.toISOString(), '2026-11-25T03:00:00.000Z')
      assert.equal(second.list()[0]?.missed, undefined)
    })

    it('shows only what was due more than a day ago', async () => {
      const weekly = { name: 'digest', cron: { expression: '0 3 ? * 1 *' } }
      let runs = 0
      const invoke: Invoke = async () => runs++
      start(weekly, invoke).stop()
      vi.setSystemTime('2026-11-24T12:00:00Z')

      const again = start(weekly, invoke)
      await vi.advanceTimersByTimeAsync(60_000)
      again.stop()

      assert.equal(runs, 0)
      assert.deepEqual(lines, [
        'schedule digest missed 1 run while this was off, of 2026-11-22 03:00 UTC. ' +
          'That is too long ago to make up for.',
      ])
      assert.equal(again.list()[0]?.missed?.count, 1)
    })

    it('makes up once more for a run that this ended in', async () => {
      const times: unknown[] = []
      const first = start(digest, () => new Promise(() => {}))
      await vi.advanceTimersByTimeAsync(15 * 60 * 60 * 1000)
      first.stop()

      const second = start(digest, async ({ payload }) =>
        times.push((payload as { time: string }).time),
      )
      await vi.advanceTimersByTimeAsync(0)
      second.stop()

      assert.deepEqual(times, ['2026-11-21T03:00:00Z'])
    })

    it('makes up for one run after the machine has slept', async () => {
      let runs = 0
      const hourly = { name: 'digest', cron: { expression: '0 * * * ? *' } }
      const schedules = start(hourly, async () => runs++)

      vi.setSystemTime('2026-11-20T17:30:00Z')
      await vi.advanceTimersByTimeAsync(60_000)
      schedules.stop()

      assert.equal(runs, 1)
      assert.match(
        lines[0]!,
        /missed 5 runs while this machine stood still, the last of .* 17:00 UTC/,
      )
    })

    it('tries a run that fails again twice, with the same event', async () => {
      const payloads: { id: string; time: string }[] = []
      const at: string[] = []
      const schedules = start(digest, async ({ payload }) => {
        payloads.push(payload as never)
        at.push(new Date().toISOString().slice(11, 16))
        throw new Error('The database is away')
      })

      await vi.advanceTimersByTimeAsync(20 * 60 * 60 * 1000)
      schedules.stop()

      assert.deepEqual(at, ['03:00', '03:01', '03:03'])
      assert.equal(new Set(payloads.map(({ id }) => id)).size, 1)
      assert.deepEqual(lines, [
        'schedule digest failed, tried again in 1 minute. The database is away',
        'schedule digest failed, tried again in 2 minutes. The database is away',
        'schedule digest failed 3 times: its run of 2026-11-21 03:00 UTC is lost. The database is away',
      ])
    })

    it('says which schedule cannot run, and runs the others', async () => {
      const schedules = startSchedules(
        [digest, { name: 'lost', cron: { expression: '0 3 * * ? *' }, timezone: 'Mars/Olympus' }],
        { invoke: async () => {}, log: (line) => lines.push(line), stateDir },
      )
      schedules.stop()

      assert.deepEqual(lines, [
        'schedule lost does not run. Invalid time zone specified: Mars/Olympus',
      ])
      assert.deepEqual(
        schedules.list().map(({ name }) => name),
        ['digest'],
      )
    })

    it('counts a rate from when it was first seen, and anew when it is another', () => {
      const daily = (days: string) => ({ name: 'digest', rate: { expression: days } })
      start(daily('1 day')).stop()
      vi.setSystemTime('2026-11-20T18:00:00Z')

      const again = start(daily('1 day'))
      const other = start(daily('2 days'))
      again.stop()
      other.stop()

      assert.equal(again.list()[0]?.next?.toISOString(), '2026-11-21T12:00:00.000Z')
      assert.equal(other.list()[0]?.next?.toISOString(), '2026-11-22T18:00:00.000Z')
      assert.deepEqual(lines, [])
    })

    it('leaves a tick out while the last run is still going', async () => {
      const ended = Promise.withResolvers<void>()
      let runs = 0
      const schedules = start({ name: 'digest', rate: { expression: '1 minute' } }, async () => {
        runs++
        await ended.promise
      })

      await vi.advanceTimersByTimeAsync(130_000)
      ended.resolve()
      await vi.advanceTimersByTimeAsync(60_000)
      schedules.stop()

      assert.equal(runs, 2)
      assert.deepEqual(lines, [
        'schedule digest is left out: its run of 2026-11-20 12:01 UTC is still going.',
      ])
    })
  })
})
