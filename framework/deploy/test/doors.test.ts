import assert from 'node:assert/strict'
import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest'
import { z } from 'zod'
import { startRecorder, type Recorder } from '../../../test/access/recorder.ts'
import { defineEvent } from '../../events.ts'
import { defineQueue } from '../../queues.ts'
import { defineTable, transact } from '../../tables.ts'
import { useFauxqs } from '../../test/use-fauxqs.ts'
import { useTables } from '../../test/use-tables.ts'
import { methods } from '../access/doors.ts'

interface Thing {
  id: string
  kind: string
  n?: number
  version: number
}

interface Passing {
  id: string
  n?: number
  expiresAt: number
}

const things = defineTable<Thing, 'id'>('things', {
  key: ['id'],
  indexes: { byKind: ['kind'] },
  version: true,
})
const passing = defineTable<Passing, 'id'>('passing', { key: ['id'], ttl: 'expiresAt' })
const told = defineEvent('told', { version: 1, schema: z.object({}) })
const work = defineQueue('work', { version: 1, schema: z.object({}) })
const thing = (id: string) => ({ id, kind: 'a' })
const past = 1_000_000_000

/** Each method at its greediest: with versions that are read, and items whose time is up. */
const calls: Record<string, () => Promise<unknown>> = {
  'table.get': () => things.get({ id: 'a' }),
  'table.getMany': () => things.getMany([{ id: 'a' }]),
  'table.create': () => things.create(thing('created')),
  'table.put': () => things.put(thing('put')),
  'table.save': () => things.save(thing('saved')),
  'table.update': () => passing.update({ id: 'gone' }, { add: { n: 1 } }),
  'table.delete': () => things.delete({ id: 'a' }),
  'table.query': () => things.query({ index: 'byKind', where: { kind: 'a' } }),
  'table.scan': () => things.scan(),
  'table.ops.create': () => transact([things.ops.create(thing('b'))]),
  'table.ops.put': () => transact([passing.ops.put({ id: 'b', expiresAt: past })]),
  'table.ops.save': () => transact([things.ops.save(thing('c'))]),
  'table.ops.update': () => transact([passing.ops.update({ id: 'new' }, { add: { n: 1 } })]),
  'table.ops.delete': () => transact([things.ops.delete({ id: 'b' })]),
  'table.ops.check': () =>
    transact([things.ops.check({ id: 'c' }, { kind: 'a' }), things.ops.delete({ id: 'd' })]),
  'topic.publish': () => told.publish({}),
  'queue.send': () => work.send({}),
  'queue.sendMany': () => work.sendMany([{ data: {} }, { data: {} }]),
}

describe('what the doors to AWS ask of IAM', () => {
  useTables({
    things: { key: ['id'], indexes: { byKind: ['kind'] } },
    passing: { key: ['id'], ttl: 'expiresAt' },
  })
  const fauxqs = useFauxqs()
  let recorder: Recorder

  beforeAll(async () => {
    await fauxqs.createTopic('told')
    await fauxqs.createQueue('work')
    await passing.create({ id: 'gone', expiresAt: past })
    recorder = await startRecorder(() => true)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  afterAll(() => recorder.stop())

  function record(name: string): void {
    const services = { dynamodb: 'DYNAMODB', sns: 'SNS', sqs: 'SQS' }
    const upstream = Object.fromEntries(
      Object.entries(services).map(([service, suffix]) => [
        service,
        process.env[`AWS_ENDPOINT_URL_${suffix}`],
      ]),
    )
    const key = Buffer.from(JSON.stringify({ name, upstream })).toString('base64url')
    vi.stubEnv('AWS_ACCESS_KEY_ID', key)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
    for (const suffix of Object.values(services)) {
      vi.stubEnv(`AWS_ENDPOINT_URL_${suffix}`, recorder.url)
    }
  }

  it('is known of every method', () => {
    const { ops, ...table } = things
    const taken = [
      ...Object.keys(table).map((it) => `table.${it}`),
      ...Object.keys(ops).map((it) => `table.ops.${it}`),
      ...Object.keys({ ...told, ...work })
        .filter((it) => it in told === false || it === 'publish')
        .map((it) => (it === 'publish' ? `topic.${it}` : `queue.${it}`)),
    ].filter((it) => it !== 'table.name')

    assert.deepEqual(taken.toSorted(), Object.keys(methods).toSorted())
    assert.deepEqual(Object.keys(calls).toSorted(), Object.keys(methods).toSorted())
  })

  it.each(Object.entries(calls))('is what %s sends', async (name, call) => {
    record(name)

    await call()

    const asked = new Set(recorder.calls.filter((it) => it.name === name).map((it) => it.action))
    // To check something alone is no transaction.
    if (name === 'table.ops.check') asked.delete('dynamodb:DeleteItem')
    const known = methods[name]!({ version: name === 'table.put', ttl: name === 'table.update' })
    assert.deepEqual([...asked].toSorted(), known.toSorted())
  })

  it('is of an index, where one is named', () => {
    const [call] = recorder.calls.filter((it) => it.name === 'table.query')

    assert.equal(call!.target, 'plugboard-staging-things/index/byKind')
  })
})
