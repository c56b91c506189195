import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Measured, MeasuredFeature } from '../../framework/cost/measured.ts'
import { createProject, run } from '../../framework/test/scratch-project.ts'

const files = {
  'app.arc': `@app
small

@aws
runtime typescript
memory 256

@plugins
plugboard
  src framework/plugin.ts

@http
get /
post /orders

@queues
orders
  fifo false

@tables
orders
  id *String
`,
  'src/shared/orders.ts': `import { defineQueue } from '#framework/queues.ts'
import { defineTable } from '#framework/tables.ts'
import { z } from '#framework/validate.ts'

export const placed = defineQueue('orders', { version: 1, schema: z.object({ id: z.string() }) })
export const orders = defineTable<{ id: string; text: string }, 'id'>('orders', { key: ['id'] })
`,
  'src/http/post-orders/index.ts': `import { http, noContent } from '#framework/http.ts'
import { placed } from '#shared/orders.ts'

export const handler = http(async (request) => {
  await placed.send((await request.json()) as { id: string })
  return noContent()
})
`,
  'src/queues/orders/index.ts': `import { handleQueue } from '#framework/queues.ts'
import { orders, placed } from '#shared/orders.ts'

export const handler = handleQueue(placed, async ({ id }) => {
  if (id === 'bad') throw new Error('Nobody takes bad orders.')
  await orders.put({ id, text: 'x'.repeat(1500) })
})
`,
  'profiles/broken.ts': `import { defineProfile } from '../framework/cost/profile.ts'

export default defineProfile({
  users: 10,
  features: {
    orders: {
      about: 'An order that nobody takes',
      times: 1,
      play: async ({ fetch }) => {
        const headers = { 'content-type': 'application/json' }
        await fetch('/orders', { method: 'POST', headers, body: '{"id":"bad"}' })
      },
    },
  },
})
`,
  'profiles/shop.ts': `import { defineProfile } from '../framework/cost/profile.ts'

export default defineProfile({
  users: 10,
  features: {
    visits: { about: 'The page', times: 1, play: async ({ fetch }) => void (await fetch('/')) },
    orders: {
      about: 'An order',
      times: 1,
      play: async ({ fetch, round }) => {
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify({ id: String(round) })
        const { status } = await fetch('/orders', { method: 'POST', headers, body })
        if (status !== 204) throw new Error(String(status))
      },
    },
  },
})
`,
}

const measure = (folder: string, profile: string, output: string) =>
  run(folder, ['framework/cost/measure/main.ts', join(folder, 'profiles', profile), output, '4'])

describe('what a profile takes, measured', () => {
  let folder: string
  let features: Measured['features']

  beforeAll(async () => {
    folder = createProject(files)
    const output = join(folder, 'measured.json')
    const running = measure(folder, 'shop.ts', output)
    assert.equal(await running.ends(), 0, running.output())
    features = (JSON.parse(readFileSync(output, 'utf8')) as Measured).features
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const functionOf = (feature: MeasuredFeature | undefined, name: string) =>
    feature!.functions[name]!

  it('is all that is called, and what follows in the background', () => {
    assert.deepEqual(Object.keys(features['visits']!.functions), ['@http get /'])
    assert.deepEqual(Object.keys(features['orders']!.functions).sort(), [
      '@http post /orders',
      '@queues orders',
    ])
  })

  it('is the CPU time of warm and of cold events, and the memory of the manifest', () => {
    const { cpu, coldCpu, memory, times } = functionOf(features['visits'], '@http get /')

    assert.ok(cpu > 0 && cpu < coldCpu, `${cpu} ${coldCpu}`)
    assert.deepEqual([memory, times], [256, 1])
  })

  it('is what was asked of AWS', () => {
    const sent = functionOf(features['orders'], '@http post /orders')
    const worked = functionOf(features['orders'], '@queues orders')

    assert.deepEqual(sent.calls, { dynamodb: 0, sqs: 1, sns: 0 })
    // The order is two units, and the marks that each message is worked on once are more.
    assert.ok(worked.calls.dynamodb >= 1 && worked.writes >= 2, JSON.stringify(worked))
    assert.deepEqual([sent.isRoute, sent.isQueue], [true, false])
    assert.deepEqual([worked.isRoute, worked.isQueue], [false, true])
  })

  it('is what goes over the wire, and what stays', () => {
    const { down, kept, up } = features['orders']!

    assert.ok(down > 50 && up >= 10, `${down} ${up}`)
    assert.ok(kept.lasting > 10 * 1500, `${kept.lasting}`)
  })

  it('is not what has failed, be it in the background', async () => {
    const output = join(folder, 'broken.json')
    const running = measure(folder, 'broken.ts', output)

    assert.equal(await running.ends(), 1)
    assert.match(running.output(), /@queues orders failed: what fails must not be measured/)
    assert.match(running.output(), /Nobody takes bad orders/)
    assert.ok(!existsSync(output))
  }, 60_000)
})
