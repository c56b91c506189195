import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { createDelivery, type Delivery } from '../local/delivery.ts'
import { createFaults } from '../local/faults.ts'
import type { Lambda } from '../manifest.ts'
import { defineTable } from '../tables.ts'
import { createInvoke } from '../testing/invoke.ts'
import { listKillPoints, recordCalls } from '../testing/outgoing.ts'
import { useLog } from './use-log.ts'
import { keysTable, useTables } from './use-tables.ts'

useTables({ ...keysTable, effects: { key: ['id'] } })
useLog()

const effects = defineTable<{ id: string; count: number }>('effects', { key: ['id'] })

/** Counts each message once, and cannot stand poison until it is mended. */
const toHandler = (kind: 'Event' | 'Queue', name: string) => `
import { define${kind}, handle${kind} } from '${process.cwd()}/framework/${kind.toLowerCase()}s.ts'
import { defineTable } from '${process.cwd()}/framework/tables.ts'
import { z } from '${process.cwd()}/framework/validate.ts'

const schema = z.object({ id: z.string(), isPoison: z.boolean() })
const effects = defineTable('effects', { key: ['id'] })
const messages = define${kind}('${name}', { version: 1, schema })

export const handler = handle${kind}(messages, ({ id, isPoison }) => {
  if (isPoison && !globalThis.isMended) throw new Error('Poison: ' + id)
  return [effects.ops.update({ id }, { add: { count: 1 } })]
})
`

const size = 120

describe('delivery under faults', () => {
  let folder: string
  let delivery: Delivery
  const lines: string[] = []
  const faults = createFaults({ seed: 20261121 })

  beforeAll(async () => {
    installClock()
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-')))
    const lambdas = [
      { pragma: 'events', name: 'happened' },
      { pragma: 'queues', name: 'work' },
      { pragma: 'queues', name: 'ordered' },
    ].map(({ pragma, name }) => {
      const src = join(folder, name)
      mkdirSync(src)
      const kind = pragma === 'events' ? 'Event' : 'Queue'
      writeFileSync(join(src, 'index.ts'), toHandler(kind, name))
      // Who died at a message leaves it locked for as long as the function could still run.
      return { pragma, name, src, config: { timeout: 0.2, memory: 128 } } as unknown as Lambda
    })
    delivery = await createDelivery({
      port: 0,
      topics: [{ name: 'happened', subscribers: ['happened'] }],
      queues: [{ name: 'work' }, { name: 'ordered', fifo: true, batchSize: 1 }],
      faults,
      log: (line) => lines.push(line),
      invoke: createInvoke(lambdas, faults),
      // More than strikes are likely to come upon one message.
      attempts: 6,
      backoff: 0.01,
    })
  })
  afterAll(async () => {
    await delivery.stop()
    uninstallClock()
    rmSync(folder, { recursive: true, force: true })
  })

  const messages = ['happened', 'work', 'ordered'].flatMap((where) =>
    Array.from({ length: size }, (_, number) => ({
      where,
      id: `${where}-${number}`,
      isPoison: number % 20 === 7,
      groupId: `group ${number % 10}`,
    })),
  )
  const poison = messages.filter(({ isPoison }) => isPoison)

  async function findCounts(some: readonly { id: string }[]): Promise<(number | undefined)[]> {
    const found = await effects.getMany(some.map(({ id }) => ({ id })))
    return found.map((it) => it?.count)
  }

  it('has each effect once, sets poison aside with its reason, and loses nothing', async () => {
    faults.add({ kind: 'duplicate', target: '*', probability: 0.1 })
    faults.add({ kind: 'drop', target: '*', probability: 0.02 })
    faults.add({ kind: 'reorder', target: '*', probability: 0.02 })
    faults.add({ kind: 'delay', target: '*', probability: 0.02, seconds: 0.2 })
    for (const kind of ['kill', 'throw', 'timeout'] as const) {
      faults.add({ kind, target: '*', probability: 0.04, times: 5 })
    }

    for (const { where, id, isPoison, groupId } of messages) {
      const body = JSON.stringify({ id, isPoison })
      if (where === 'happened') await delivery.publish(where, body)
      else await delivery.send(where, body, where === 'ordered' ? { groupId } : {})
    }
    await delivery.settle()

    const expected = messages.map(({ isPoison }) => (isPoison ? undefined : 1))
    assert.deepEqual(await findCounts(messages), expected)
    assert.deepEqual(
      // Its last try may have been struck, too.
      delivery
        .listDead()
        .map((it) =>
          [...it.earlierReasons, it.reason].find((reason) => reason.startsWith('Poison')),
        )
        .toSorted(),
      poison.map(({ id }) => `Poison: ${id}`).toSorted(),
    )
    for (const { kind, hits } of faults.list()) assert.ok(hits > 0, `no ${kind} has struck`)
  })

  it('has an effect once, at whatever step of it the function is killed', async () => {
    faults.clear()
    const send = (id: string) => delivery.send('work', JSON.stringify({ id, isPoison: false }))
    const [recorded] = await recordCalls(async () => {
      await send('unharmed')
      await delivery.settle()
    })

    lines.length = 0
    const points = listKillPoints(recorded!.calls.length)
    for (const [index, point] of points.entries()) {
      faults.add({ kind: 'kill', target: '@queues work', times: 1, ...point })
      await send(`step ${index}`)
      await until(() => lines.filter((line) => /failed.*SIGKILL/.test(line)).length > index)
      // Until then nobody else may do what whoever died had begun.
      await clock.advance({ seconds: 5 })
      await delivery.settle()
    }

    assert.equal(points.length, 5, 'a claim, and a transaction')
    const steps = points.map((_, index) => ({ id: `step ${index}` }))
    assert.deepEqual(
      await findCounts(steps),
      steps.map(() => 1),
    )
  })

  it('has the effects of poison once too, when the function is mended', async () => {
    Object.assign(globalThis, { isMended: true })

    const moved = ['happened', 'work', 'ordered'].map((name) => delivery.redrive(name))
    await delivery.settle()

    assert.deepEqual(moved, [size / 20, size / 20, size / 20])
    assert.deepEqual(delivery.listDead(), [])
    assert.deepEqual(
      await findCounts(poison),
      poison.map(() => 1),
    )
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 8000
  while (!isTrue()) {
    assert.ok(performance.now() < deadline, 'it did not happen within 8 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
