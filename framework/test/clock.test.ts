import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect, types } from 'node:util'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { clock, describeClock, installClock, uninstallClock } from '../local/clock.ts'
import { useClock } from './use-clock.ts'

const day = 24 * 60 * 60 * 1000
const machine = Date
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1000, `${actual} is near ${expected}`)

describe('Date of a clock that is moved', () => {
  useClock()
  beforeEach(() => clock.advance({ days: 2 }))

  it('says the time of the clock', () => {
    const expected = machine.now() + 2 * day

    near(Date.now(), expected)
    near(new Date().getTime(), expected)
    near(machine.parse(Date()), expected)
    near(clock.now(), expected)
    near(clock.offset(), 2 * day)
  })

  it('reads dates as ever', () => {
    assert.equal(new Date(0).toISOString(), '1970-01-01T00:00:00.000Z')
    assert.equal(new Date(Date.UTC(2026, 2, 29)).toISOString(), '2026-03-29T00:00:00.000Z')
    assert.equal(new Date(2026, 0, 1).getMonth(), 0)
    assert.equal(new Date(undefined as never).getTime(), Number.NaN)
    assert.equal(Date.parse('2026-03-29'), machine.parse('2026-03-29'))
  })

  it('looks like the machine’s', () => {
    assert.deepEqual(Object.getOwnPropertyNames(Date).toSorted(), [
      ...Object.getOwnPropertyNames(machine).toSorted(),
      'toString',
    ])
    assert.equal(Date.name, 'Date')
    assert.equal(Date.length, 7)
    assert.equal(String(Date), String(machine))
    assert.equal(Date.now.name, 'now')
    assert.equal(inspect(new Date(0)), '1970-01-01T00:00:00.000Z')
    assert.notEqual(Date, machine)
  })

  it('makes dates that are the machine’s, too', () => {
    const date = new Date()

    assert.ok(date instanceof Date && date instanceof machine && new machine() instanceof Date)
    assert.equal(date.constructor, Date)
    assert.ok(types.isDate(date))
    assert.equal(Object.prototype.toString.call(date), '[object Date]')
    assert.deepEqual(structuredClone({ date }), { date })
    assert.equal(JSON.stringify(new Date(0)), '"1970-01-01T00:00:00.000Z"')
    assert.equal(new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(new Date(0)), '1/1/1970')
  })

  it('can be extended', () => {
    class Day extends Date {
      next = () => new Day(this.getTime() + day)
    }

    const next = new Day().next()

    near(next.getTime(), machine.now() + 3 * day)
    assert.ok(next instanceof Day && next instanceof Date)
  })

  it('lets fake timers be put over it, and is there again', async () => {
    let ticks = 0
    vi.useFakeTimers({ now: new machine('2030-01-01') })
    setTimeout(() => ticks++, 60_000)

    vi.advanceTimersByTime(60_000)
    const faked = new Date().toISOString()
    vi.useRealTimers()

    assert.equal(faked, '2030-01-01T00:01:00.000Z')
    assert.equal(ticks, 1)
    near(Date.now(), machine.now() + 2 * day)
  })

  it('is the machine’s again after the clock', () => {
    uninstallClock()

    assert.equal(Date, machine)
    assert.equal(new Date().constructor, machine)
    assert.equal(clock.offset(), 0)
  })
})

describe('the clock', () => {
  const start = '2026-11-20T12:00:00.000Z'
  useClock(start)
  let done: string[] = []
  beforeEach(() => {
    done = []
  })
  const note = (what: string) => () =>
    void done.push(`${new Date().toISOString().slice(5, 16)} ${what}`)
  const at = (time: string, what: string) => clock.at(Date.parse(`2026-${time}Z`), note(what))

  it('does what falls due on the way, in order, each at its own time', async () => {
    at('11-22T03:00', 'c')
    at('11-21T03:00', 'a')
    clock.at(Date.parse('2026-11-21T04:00Z'), async () => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      clock.after(60_000, note('after a minute'))
      note('b')()
    })
    at('11-22T03:00', 'd')
    at('11-25T03:00', 'cancelled')()
    at('12-01T03:00', 'not yet')

    await clock.advance({ days: 9, hours: 1, minutes: 30 })

    assert.deepEqual(done, [
      '11-21T03:00 a',
      '11-21T04:00 b',
      '11-21T04:01 after a minute',
      '11-22T03:00 c',
      '11-22T03:00 d',
    ])
    assert.equal(new Date().toISOString().slice(0, 16), '2026-11-29T13:30')
  })

  it('does what falls due by itself, too', async () => {
    const ran = Promise.withResolvers<void>()
    clock.at(clock.now() + 20, ran.resolve)

    await ran.promise

    assert.equal(clock.isMoving(), false)
  })

  it('lets those who follow go first, and waits for them', async () => {
    const moves: string[] = []
    at('11-21T03:00', 'due')
    const end = clock.onMove(async ({ kind, by }) => {
      assert.equal(clock.isMoving(), true)
      note('before')()
      await new Promise((resolve) => setTimeout(resolve, 5))
      moves.push(`${kind} ${Math.round(by / 60_000)}`)
      note('followed')()
    })

    await clock.advance(new Date('2026-11-21T12:00:00Z'))
    end()
    await clock.advance({ seconds: 1 })

    assert.deepEqual(moves, ['advance 900', 'advance 540'])
    assert.deepEqual(
      done.map((line) => line.split(' ')[1]),
      ['before', 'followed', 'due', 'before', 'followed'],
    )
  })

  it('stops where a follower has something due', async () => {
    let next: number | undefined = Date.parse('2026-11-20T15:00Z')
    clock.onMove(note('moved'), {
      next: () => next,
      async rest() {
        if (next && next <= clock.now()) next = undefined
      },
    })

    await clock.advance({ hours: 5 })

    assert.deepEqual(done, ['11-20T15:00 moved', '11-20T17:00 moved'])
  })

  it('does late what a jump went over, unless a follower cancels it', async () => {
    const cancel = at('11-20T13:00', 'cancelled')
    at('11-20T14:00', 'late')
    clock.onMove(cancel)

    await clock.jump({ hours: 6 })

    assert.deepEqual(done, ['11-20T18:00 late'])
  })

  it('keeps delays when it is put back', async () => {
    clock.after(600_000, note('after ten minutes'))

    await clock.jump({ days: -3 })
    await clock.advance({ minutes: 11 })

    assert.deepEqual(done, ['11-17T12:10 after ten minutes'])
  })

  it('goes on to the end when something fails, and says so', async () => {
    clock.at(clock.now() + 1000, () => {
      throw new Error('The first is broken')
    })
    at('11-20T13:00', 'second')

    await assert.rejects(clock.advance({ hours: 2 }), { message: 'The first is broken' })

    assert.deepEqual(done, ['11-20T13:00 second'])
    assert.equal(new Date().toISOString().slice(0, 16), '2026-11-20T14:00')
  })

  it('refuses what is no move', async () => {
    const noWhere = /give a Date, or numbers of/
    await assert.rejects(clock.advance({ days: Number.NaN }), noWhere)
    await assert.rejects(clock.advance({}), noWhere)
    await assert.rejects(clock.jump({ years: 1 } as never), noWhere)
    await assert.rejects(clock.jump(new Date('never')), noWhere)
    await assert.rejects(clock.jump({ days: 1e9 }), noWhere)
    await assert.rejects(clock.advance({ hours: -1 }), /goes forward only/)
    await assert.rejects(clock.advance(new Date('2020-01-01')), /jump\(\) goes back/)
  })

  it('makes one move at a time', async () => {
    let inside: Promise<void> | undefined
    clock.at(clock.now() + 1000, () => {
      inside = clock.advance({ days: 1 })
      return inside.catch(() => {})
    })

    await clock.advance({ hours: 1 })

    await assert.rejects(inside!, /is moving already/)
  })

  it('is reset even while it moves', async () => {
    clock.at(Date.parse('2026-11-20T12:30Z'), () => new Promise(() => {}))
    const moving = clock.advance({ hours: 1 })
    await vi.waitFor(() => assert.equal(new Date().toISOString().slice(0, 16), '2026-11-20T12:30'))

    await clock.reset()

    near(Date.now(), machine.now())
    assert.equal(clock.offset(), 0)
    assert.equal(clock.isMoving(), false)
    void moving
  })

  it('cannot be moved where it is not installed', async () => {
    uninstallClock()

    await assert.rejects(clock.advance({ days: 1 }), /call installClock\(\) first/)
    assert.equal(clock.isMoving(), false)
  })

  it('does not wait for a Date that is not its own', async () => {
    vi.useFakeTimers()

    await assert.rejects(clock.advance({ days: 1 }), /Date is not the clock’s/)
    vi.useRealTimers()
  })
})

describe('a clock with a state folder', () => {
  let stateDir: string
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-clock-'))
    installClock({ stateDir })
  })
  afterEach(() => {
    uninstallClock()
    rmSync(stateDir, { recursive: true, force: true })
  })

  it('is as far ahead as it was left, until it is reset', async () => {
    await clock.advance({ days: 12, hours: 3, minutes: 1 })
    uninstallClock()
    installClock({ stateDir })
    const restored = clock.offset()
    const text = describeClock()
    await clock.reset()

    near(restored, 12 * day + 3 * 60 * 60 * 1000 + 60_000)
    assert.match(text!, /^12 days 3 hours ahead: \d{4}-\d\d-\d\d \d\d:\d\d UTC$/)
    assert.equal(describeClock(), undefined)
    assert.deepEqual(readdirSync(stateDir), [])
  })

  it('is the machine’s when its file cannot be read', () => {
    uninstallClock()
    writeFileSync(join(stateDir, 'clock.json'), '{"offset":')

    installClock({ stateDir })

    assert.equal(clock.offset(), 0)
  })

  it('is installed once', async () => {
    const own = Date
    await clock.jump({ days: 1 })

    installClock()
    installClock({ stateDir })

    assert.equal(Date, own)
    near(clock.offset(), day)
    assert.ok(existsSync(join(stateDir, 'clock.json')))
  })
})
