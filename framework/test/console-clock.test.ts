import assert from 'node:assert/strict'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { useConsole } from './use-console.ts'

describe('the clock in the console', () => {
  const { ask } = useConsole(() => ({}))
  beforeAll(() => installClock())
  afterEach(() => clock.reset())
  afterAll(() => uninstallClock())

  const move = (body: object) => ask('/api/clock', { method: 'POST', body })
  const hour = 60 * 60 * 1000

  it('is shown, advanced, and put back', async () => {
    const before = (await ask('/api/clock')).json<{ offset: number }>()
    const ran: number[] = []
    clock.at(clock.now() + hour, () => void ran.push(clock.offset()))

    const moved = (await move({ advance: { hours: 2 } })).json<{ now: number; offset: number }>()
    const reset = (await move({ reset: true })).json<{ offset: number }>()

    assert.equal(before.offset, 0)
    assert.ok(Math.abs(moved.offset - 2 * hour) < 1000, String(moved.offset))
    assert.ok(ran[0]! <= hour && ran[0]! > hour - 1000, String(ran))
    assert.equal(reset.offset, 0)
  })

  it('jumps, to a date as well', async () => {
    const to = new Date(clock.now() + 5 * hour)

    const { offset } = (await move({ jump: to.toISOString() })).json<{ offset: number }>()

    assert.ok(Math.abs(offset - 5 * hour) < 1000, String(offset))
  })

  it('tells how far it has come while it moves, and takes no other move then', async () => {
    let release = () => {}
    const reached = new Promise<void>((resolve) => {
      clock.at(clock.now() + hour, () => {
        resolve()
        return new Promise((done) => (release = done))
      })
    })
    const moving = move({ advance: { hours: 3 } })
    await reached

    const state = await ask('/api/clock')
    const stream = await ask('/api/stream')
    const second = await move({ advance: { hours: 1 } })
    release()
    await moving

    const {
      now,
      isMoving,
      move: under,
    } = state.json<{
      now: number
      isMoving: boolean
      move: { from: number; to: number }
    }>()
    assert.equal(isMoving, true)
    assert.equal(under.to - under.from, 3 * hour)
    // The hour was counted from a little before the move.
    assert.ok(now > under.from + hour - 1000 && now < under.to)
    assert.match(stream.text, /event: clock\ndata: .*"isMoving":true.*"move":/)
    assert.equal(second.status, 422)
    assert.match(second.problem(), /is moving already/)
  })

  it('refuses what it does not understand, and to advance into the past', async () => {
    const wrong = [
      {},
      { advance: {} },
      { advance: { weeks: 1 } },
      { advance: { days: '1' } },
      { jump: 'soon' },
      { advance: { days: 1 }, reset: true },
      { advance: '2001-01-01T00:00:00Z' },
    ]

    const answers = await Promise.all(wrong.map(move))

    assert.deepEqual(
      answers.map(({ status }) => status),
      wrong.map(() => 422),
    )
    assert.match(answers.at(-1)!.problem(), /goes forward only/)
    assert.equal(clock.offset(), 0)
  })
})
