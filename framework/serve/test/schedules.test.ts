import assert from 'node:assert/strict'
import { afterEach, describe, it, vi } from 'vitest'
import { useLog } from '../../test/use-log.ts'
import { keysTable, useTables } from '../../test/use-tables.ts'
import type { Invoke } from '../functions.ts'
import { runOnce, startSchedules } from '../schedules.ts'

const minute = 60_000

describe('a run of a schedule', () => {
  useTables(keysTable)
  useLog()
  let count = 0

  /** Attempts at one run, as containers make them. */
  function prepare(work: () => unknown = () => {}) {
    const events: { id: string; time: string }[] = []
    const invoke: Invoke = async ({ payload }) => {
      events.push(payload as (typeof events)[0])
      return work()
    }
    const run = { name: `nightly-${++count}`, due: new Date('2026-11-21T03:00:00Z'), timeout: 10 }
    return { events, attempt: (attempt: number) => runOnce({ ...run, attempt, invoke }) }
  }

  it('is had by one container of several', async () => {
    const { events, attempt } = prepare()

    const ran = await Promise.all([1, 2, 3].map(() => attempt(1)))

    assert.deepEqual(ran.filter(Boolean), [true])
    assert.equal(events.length, 1)
    assert.equal(events[0]!.time, '2026-11-21T03:00:00Z')
  })

  it('is not tried again once it has come to its end', async () => {
    const { events, attempt } = prepare()
    await attempt(1)

    assert.equal(await attempt(2), false)
    assert.equal(events.length, 1)
  })

  it('that failed is tried again by one of them, with the same event', async () => {
    let times = 0
    const { events, attempt } = prepare(() => {
      if (++times === 1) throw new Error('The bank is closed')
    })

    const first = await Promise.allSettled([attempt(1), attempt(1)])
    const second = await Promise.all([attempt(2), attempt(2)])

    assert.deepEqual(first.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    assert.deepEqual(second.filter(Boolean), [true])
    assert.equal(events.length, 2)
    assert.equal(events[0]!.id, events[1]!.id)
  })

  it('that is still going is left alone by the next attempt', async () => {
    const going = Promise.withResolvers<void>()
    const { events, attempt } = prepare(() => going.promise)
    const first = attempt(1)
    await vi.waitFor(() => assert.equal(events.length, 1))

    assert.equal(await attempt(2), false)

    going.resolve()
    assert.equal(await first, true)
    assert.equal(events.length, 1)
  })
})

describe('schedules', () => {
  useTables(keysTable)
  useLog()
  afterEach(() => vi.useRealTimers())

  it('run when they are due, at the same moments in every container', async () => {
    const toFake = ['setTimeout', 'clearTimeout', 'Date'] as const
    vi.useFakeTimers({ now: new Date('2026-11-21T03:00:20Z'), toFake: [...toFake] })
    const times: string[] = []
    const ran = Promise.withResolvers<void>()
    const invoke: Invoke = async ({ payload }) => {
      times.push((payload as { time: string }).time)
      if (times.length === 2) ran.resolve()
    }
    const lambda = {
      pragma: 'scheduled',
      file: '',
      logicalId: '',
      memory: 128,
      timeout: 10,
    } as const
    const all = [
      { ...lambda, name: 'often', rate: { expression: '2 minutes' } },
      { ...lambda, name: 'nightly', cron: { expression: '3 3 * * ? *' } },
    ]
    const containers = [startSchedules(all, { invoke }), startSchedules(all, { invoke })]

    for (let passed = 0; passed < 3; passed++) await vi.advanceTimersByTimeAsync(minute)

    await ran.promise
    await Promise.all(containers.map((it) => it.stop()))
    assert.deepEqual(times.toSorted(), ['2026-11-21T03:02:00Z', '2026-11-21T03:03:00Z'])
  })
})
