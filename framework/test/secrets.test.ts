import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { z } from 'zod'
import { requireEnv } from '../env.ts'
import { defineEvent, handleEvent } from '../events.ts'
import { json } from '../http.ts'
import { defineQueue, handleBatch, handleQueue } from '../queues.ts'
import { handleSchedule } from '../scheduled.ts'
import { withSecrets } from '../secrets.ts'
import { send, useLog } from './http-events.ts'
import { useParameters } from './use-parameters.ts'

const { entries } = useLog()
const ssm = useParameters()

const tell = () => json({ secret: requireEnv('TEST_SECRET') })
const names = ['TEST_SECRET', ...Array.from({ length: 11 }, (_, index) => `TEST_SECRET_${index}`)]

/** What was loaded stays in the environment, as in an instance; each test is a new one. */
let instance = 0
const pathOf = (name: string) => `/app/staging-${instance}/${name}`
const givenBy = (wanted: string[]) => wanted.map((name) => `${name}=${pathOf(name)}`).join(',')

describe('secrets of a deployed function', () => {
  beforeEach(() => {
    instance++
    vi.stubEnv('PLUGBOARD_PARAMETERS', givenBy(['TEST_SECRET']))
    ssm.values.set(pathOf('TEST_SECRET'), 'from SSM')
  })
  afterEach(() => {
    for (const name of names) delete process.env[name]
  })

  it('are read before its first event, decrypted, and not again', async () => {
    const [first, second] = [await send(tell), await send(tell)]

    assert.equal(JSON.parse(first.body).secret, 'from SSM')
    assert.equal(JSON.parse(second.body).secret, 'from SSM')
    assert.deepEqual(ssm.asked, [{ Names: [pathOf('TEST_SECRET')], WithDecryption: true }])
  })

  it('are read once by events that come at the same time', async () => {
    await Promise.all([send(tell), send(tell), send(tell)])

    assert.equal(ssm.asked.length, 1)
  })

  it('are asked for ten at a time', async () => {
    vi.stubEnv('PLUGBOARD_PARAMETERS', givenBy(names))
    for (const name of names) ssm.values.set(pathOf(name), `value of ${name}`)

    const result = await send(() => json(names.map(requireEnv)))

    assert.deepEqual(
      JSON.parse(result.body),
      names.map((name) => `value of ${name}`),
    )
    assert.deepEqual(ssm.asked.map(({ Names }) => Names.length).sort(), [10, 2].sort())
  })

  it('are asked for again when SSM is busy', async () => {
    ssm.failures.push('ThrottlingException')

    const result = await send(tell)

    assert.equal(result.statusCode, 200)
    assert.equal(ssm.asked.length, 2)
  })

  it('keep it from working while one is missing, and no longer', async () => {
    ssm.values.clear()
    const handler = vi.fn(tell)

    const refused = await send(handler)
    ssm.values.set(pathOf('TEST_SECRET'), 'set since')
    const answered = await send(handler)

    assert.equal(refused.statusCode, 500)
    assert.equal(JSON.parse(refused.body).code, 'INTERNAL')
    const [{ error }] = entries('request failed')
    assert.equal(error.code, 'MISSING_ENV')
    assert.match(
      error.message,
      /TEST_SECRET is not set.*npx arc env --add --env staging TEST_SECRET/,
    )
    assert.match(error.message, new RegExp(`kept at ${pathOf('TEST_SECRET')}`))
    assert.equal(handler.mock.calls.length, 1)
    assert.equal(JSON.parse(answered.body).secret, 'set since')
  })

  it('keep it from working while it may not read them', async () => {
    ssm.failures.push('AccessDeniedException')

    const result = await send(tell)

    assert.equal(result.statusCode, 500)
    const [{ error }] = entries('request failed')
    assert.equal(error.code, 'MISSING_ENV')
    assert.match(error.message, /AccessDeniedException/)
  })

  it('are waited for by all that handles events', async () => {
    ssm.values.clear()
    const options = { version: 1, schema: z.object({}) }
    const handler = vi.fn()
    const adapters = [
      handleEvent(defineEvent('test-happened', options), handler),
      handleQueue(defineQueue('test-work', options), handler),
      handleBatch(defineQueue('test-work', options), handler),
      handleSchedule('test-nightly', handler),
    ]

    for (const adapter of adapters) {
      await assert.rejects(adapter({ Records: [] }), /TEST_SECRET is not set/)
    }
    assert.equal(handler.mock.calls.length, 0)
  })

  it('are there for a handler that no adapter made', async () => {
    const handler = withSecrets(async (event: object) => ({
      ...event,
      secret: requireEnv('TEST_SECRET'),
    }))

    assert.deepEqual(await handler({ id: 1 }, {}), { id: 1, secret: 'from SSM' })
  })

  it('leave alone what the environment has already', async () => {
    process.env['TEST_SECRET'] = 'from the environment'

    const result = await send(tell)

    assert.equal(JSON.parse(result.body).secret, 'from the environment')
    assert.equal(ssm.asked.length, 0)
  })
})

describe('a function that needs no secret', () => {
  it('works without any, and asks for none', async () => {
    vi.resetModules()
    vi.stubEnv('PLUGBOARD_PARAMETERS', 'none')
    vi.stubEnv('LOG_LEVEL', 'silent')
    vi.stubEnv('APP_SECRET', undefined)
    vi.stubEnv('APP_URL', undefined)
    const fresh = await import('../http.ts')
    const { captured } = await import('./http-events.ts')

    const result = await fresh.http(() => json({ fine: true }))(captured('http-get'), {})

    assert.equal(result.statusCode, 200)
    assert.equal(ssm.asked.length, 0)
  })
})
