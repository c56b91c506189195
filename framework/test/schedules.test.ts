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
const next = (expression: string, timezone?: string) => {
  const schedule = { name: 'x', cron: { expression }, timezone: timezone ?? null }
  return findNextRun(schedule, after, after)?.toISOString()
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

    assert.equal((payloads[0] as { source: string }).source, 'aws.events')
    assert.deepEqual(lines, ['schedule digest failed. The database is away'])
    assert.equal(schedules.list()[0]?.name, 'digest')
  })

  it('runs thirty nights in thirty days, also over a change of daylight saving time', () => {
    const schedule = {
      name: 'digest',
      cron: { expression: '0 3 * * ? *' },
      timezone: 'Europe/Berlin',
    }
    const from = new Date('2026-10-10T12:00:00Z')
    const to = new Date('2026-11-09T12:00:00Z')

    const missed = findMissedRuns(schedule, { from, to, since: from })

    assert.equal(missed?.count, 30)
    assert.equal(missed?.last.toISOString(), '2026-11-09T02:00:00.000Z')
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

    it('tells what was missed, once', async () => {
      const first = start()
      await vi.advanceTimersByTimeAsync(20 * 60 * 60 * 1000)
      first.stop()
      vi.setSystemTime('2026-11-24T12:00:00Z')

      const second = start()
      const [listed] = second.list()
      await second.run('digest')
      second.stop()
      const third = start()
      third.stop()

      assert.deepEqual(lines, [
        'schedule digest missed 3 runs while this was off, the last at 2026-11-24 03:00 UTC.',
      ])
      assert.equal(listed?.missed?.count, 3)
      assert.equal(listed?.next?.toISOString(), '2026-11-25T03:00:00.000Z')
      assert.equal(second.list()[0]?.missed, undefined)
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
