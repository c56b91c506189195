import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { markOnce, once, onceWithWrites } from '../idempotency.ts'
import { keys } from '../idempotency/keys.ts'
import { defineTable, isConflict, transact } from '../tables.ts'
import { useLog } from './use-log.ts'
import { keysTable, useTables } from './use-tables.ts'

useTables({ ...keysTable, counters: { key: ['id'] } })
const entries = useLog()

const counters = defineTable<{ id: string; count?: number; text?: string }>('counters', {
  key: ['id'],
})
const add = (id: string) => counters.ops.update({ id }, { add: { count: 1 } })
const countOf = async (id: string) => (await counters.get({ id }))?.count ?? 0

let number = 0
const fresh = () => `key-${++number}`
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('once', () => {
  it('runs an effect the first time, and answers its result every time', async () => {
    const key = fresh()
    let runs = 0
    const effect = async () => ({ run: ++runs, at: ['x'] })

    assert.deepEqual(await once(key, effect), { ran: true, result: { run: 1, at: ['x'] } })
    assert.deepEqual(await once(key, effect), { ran: false, result: { run: 1, at: ['x'] } })
  })

  it('runs an effect without result once too', async () => {
    const key = fresh()
    await once(key, async () => {})

    assert.deepEqual(await once(key, async () => assert.fail()), { ran: false })
  })

  it('tells who comes while it runs to come again', async () => {
    const key = fresh()
    const effect = Promise.withResolvers<void>()
    const started = Promise.withResolvers<void>()
    const first = once(key, () => {
      started.resolve()
      return effect.promise
    })
    await started.promise

    await assert.rejects(
      once(key, async () => assert.fail()),
      { code: 'IN_PROGRESS' },
    )
    effect.resolve()
    assert.equal((await first).ran, true)
  })

  it('lets one of many at the same time run', async () => {
    const key = fresh()
    let runs = 0
    const effect = async () => {
      await sleep(20)
      return ++runs
    }

    const all = await Promise.allSettled(Array.from({ length: 20 }, () => once(key, effect)))

    assert.equal(runs, 1)
    assert.ok(all.some((it) => it.status === 'fulfilled' && it.value.ran))
  })

  it('may be tried again at once when the effect threw', async () => {
    const key = fresh()

    await assert.rejects(
      once(key, () => Promise.reject(new Error('broken'))),
      /broken/,
    )
    assert.deepEqual(await once(key, async () => 'second'), { ran: true, result: 'second' })
  })

  it('goes on after a crash, when the lease is over and not before', async () => {
    const key = fresh()
    const started = Promise.withResolvers<void>()
    const crash = () => {
      started.resolve()
      return new Promise<never>(() => {})
    }
    void once(key, crash, { leaseSeconds: 1 })
    await started.promise

    await assert.rejects(
      once(key, async () => 1),
      { code: 'IN_PROGRESS' },
    )
    await sleep(1000)
    assert.deepEqual(await once(key, async () => 2), { ran: true, result: 2 })
  })

  it('keeps the result of the one that took over', async () => {
    const key = fresh()
    const effect = Promise.withResolvers<string>()
    const slow = once(key, () => effect.promise, { leaseSeconds: 0.05 })
    await sleep(100)
    await once(key, async () => 'fast')

    effect.resolve('slow')
    await slow

    assert.deepEqual(await once(key, async () => 'third'), { ran: false, result: 'fast' })
    assert.match(entries[0]!.message, /could not be marked as done/)
  })

  it('forgets after its time', async () => {
    const key = fresh()
    await once(key, async () => 1, { ttlSeconds: 60 })
    const { expiresAt } = (await keys.get({ id: key }))!
    assert.ok(Math.abs(expiresAt - Date.now() / 1000 - 60) < 3)

    await keys.update({ id: key }, { set: { expiresAt: Math.floor(Date.now() / 1000) - 1 } })

    assert.deepEqual(await once(key, async () => 2), { ran: true, result: 2 })
  })

  it('does not remember what is too large or no JSON, says so, and still runs once', async () => {
    const [large, circular] = [fresh(), fresh()]
    const self: Record<string, unknown> = {}
    self['self'] = self

    assert.equal((await once(large, async () => 'x'.repeat(103_000))).result!.length, 103_000)
    await once(circular, async () => self)

    assert.deepEqual(await once(large, async () => 'again'), { ran: false })
    assert.deepEqual(await once(circular, async () => ({})), { ran: false })
    assert.match(JSON.stringify(entries[0]), /101 KB, and 100 KB is the most/)
    assert.equal(entries.length, 2)
  })

  it('takes keys of any length, and none that is empty', async () => {
    const long = `long-${'x'.repeat(5000)}`
    await once(`${long}1`, async () => 1)

    assert.equal((await once(`${long}1`, async () => 2)).ran, false)
    assert.equal((await once(`${long}2`, async () => 2)).ran, true)
    await assert.rejects(
      once('', async () => 1),
      { code: 'INVALID_KEY' },
    )
  })
})

describe('onceWithWrites', () => {
  it('writes with the mark, once', async () => {
    const key = fresh()

    assert.deepEqual(await onceWithWrites(key, () => [add(key)]), { ran: true })
    assert.deepEqual(await onceWithWrites(key, () => [add(key)]), { ran: false })
    assert.equal(await countOf(key), 1)
  })

  it('leaves no mark when a write is refused', async () => {
    const key = fresh()
    await counters.put({ id: key })

    await assert.rejects(
      onceWithWrites(key, () => [counters.ops.create({ id: key })]),
      (error) => isConflict(error, 1),
    )
    assert.deepEqual(await onceWithWrites(key, () => [add(key)]), { ran: true })
  })

  it('writes nothing when another took over meanwhile', async () => {
    const key = fresh()

    const slow = onceWithWrites(
      key,
      async () => {
        await sleep(100)
        await onceWithWrites(key, () => [add(key)])
        return [add(key)]
      },
      { leaseSeconds: 0.05 },
    )

    await assert.rejects(slow, (error) => isConflict(error, 0))
    assert.equal(await countOf(key), 1)
  })
})

describe('markOnce', () => {
  it('makes a transaction happen once', async () => {
    const key = fresh()
    const counted = () => transact([markOnce(key), add(key)])

    await counted()
    await assert.rejects(counted(), (error) => isConflict(error, 0) && !isConflict(error, 1))

    assert.equal(await countOf(key), 1)
  })

  it('lets one of many at the same time happen', async () => {
    const key = fresh()

    const all = await Promise.allSettled(
      Array.from({ length: 20 }, () => transact([markOnce(key), add(key)])),
    )

    assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
    assert.equal(await countOf(key), 1)
  })
})
