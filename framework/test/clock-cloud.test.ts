import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'
import { lendClock } from '../local/clock/lend.ts'
import { createTables, startDatabase, type Database } from '../local/database.ts'
import { requestDatabase } from '../local/database/request.ts'
import { createDelivery, type Delivery } from '../local/delivery.ts'
import { startStreams, toStreamSources, type Streams } from '../local/streams/streams.ts'
import { startExpiry, toExpiringTables, type Expiry } from '../local/ttl.ts'
import type { Inventory, Lambda } from '../manifest.ts'
import { useClock } from './use-clock.ts'
import { useFunctions } from './use-functions.ts'
import { toInventory } from './use-tables.ts'

const start = '2026-11-20T12:00:00.000Z'
const clock = useClock(start)
const time = () => new Date().toISOString().slice(5, 16)

describe('delivery on the clock', () => {
  let stateDir: string
  let delivery: Delivery
  let calls: string[] = []
  let fails = (_call: number) => false

  beforeEach(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-clock-'))
    calls = []
    fails = () => false
    await open()
  })
  afterEach(async () => {
    await delivery.stop()
    rmSync(stateDir, { recursive: true, force: true })
  })

  async function open(): Promise<void> {
    delivery = await createDelivery({
      port: 0,
      stateDir,
      topics: [],
      queues: [{ name: 'thumbs' }],
      backoff: 60,
      async invoke({ payload }) {
        const { Records } = payload as { Records: SQSRecord[] }
        calls.push(`${time()} ${Records.map(({ body }) => body).join()}`)
        if (fails(calls.length)) throw new Error('broken')
      },
    })
  }

  it('hands a delayed message out when the clock gets there', async () => {
    await delivery.send('thumbs', 'later', { delaySeconds: 600 })
    await delivery.send('thumbs', 'sooner', { delaySeconds: 300 })

    await clock.advance({ minutes: 4 })
    const early = [...calls]
    await clock.advance({ minutes: 10 })

    assert.deepEqual(early, [])
    assert.deepEqual(calls, ['11-20T12:05 sooner', '11-20T12:10 later'])
  })

  it('makes all attempts on the way, each at its own time', async () => {
    fails = () => true
    await delivery.send('thumbs', 'poison')
    await delivery.send('thumbs', 'late', { delaySeconds: 900 })

    await clock.advance({ hours: 1 })

    assert.deepEqual(calls, [
      '11-20T12:00 poison',
      '11-20T12:01 poison',
      '11-20T12:03 poison',
      '11-20T12:15 late',
      '11-20T12:16 late',
      '11-20T12:18 late',
    ])
    assert.equal(await delivery.countDead('thumbs'), 2)
  })

  it('hands out late what a jump went over', async () => {
    await delivery.send('thumbs', 'delayed', { delaySeconds: 600 })

    await clock.jump({ days: 1 })

    assert.deepEqual(calls, ['11-21T12:00 delayed'])
  })

  it('does not hand out again what a function is working on', async () => {
    const ended = Promise.withResolvers<void>()
    await delivery.resume({
      topics: [],
      queues: [{ name: 'thumbs' }],
      async invoke() {
        calls.push(time())
        await ended.promise
      },
    })
    await delivery.send('thumbs', 'slow')

    const moving = clock.advance({ days: 1 })
    setTimeout(ended.resolve, 100)
    await moving
    await clock.advance({ days: 1 })

    assert.deepEqual(calls, ['11-20T12:00'])
    assert.equal(await delivery.countDead('thumbs'), 0)
  })

  it('keeps delays when the clock is put back, also over a restart', async () => {
    fails = (call) => call === 1
    await delivery.send('thumbs', 'failed once')
    await delivery.send('thumbs', 'delayed', { delaySeconds: 120 })
    await clock.advance({ seconds: 1 })

    await clock.jump({ days: -300 })
    await delivery.stop()
    await open()
    await clock.advance({ minutes: 3 })

    assert.deepEqual(
      calls.map((line) => line.slice(6)),
      ['12:00 failed once', '12:01 failed once', '12:02 delayed'],
    )
  })
})

describe('tables on the clock', () => {
  const inventory = {
    ...toInventory({ sessions: { key: ['id'], ttl: 'expiresAt' } }),
    'tables-streams': [{ name: 'sessions', table: 'sessions' } as Lambda],
  }
  const TableName = 'plugboard-staging-sessions'
  const stateDir = mkdtempSync(join(tmpdir(), 'plugboard-clock-'))
  let database: Database
  let streams: Streams
  let expiry: Expiry
  let heard: string[] = []
  let created = 0
  let fails = (_call: number) => false

  beforeAll(async () => {
    database = await startDatabase({ port: 0 })
    await createTables(database.endpoint, inventory)
  })
  afterAll(async () => {
    await database.stop()
    rmSync(stateDir, { recursive: true, force: true })
  })
  beforeEach(() => {
    heard = []
    fails = () => false
    const { endpoint } = database
    streams = startStreams({
      endpoint,
      sources: toStreamSources(inventory),
      stateDir,
      backoff: 60,
      async invoke({ payload }) {
        const { Records } = payload as { Records: DynamoDBRecord[] }
        for (const { eventName, dynamodb } of Records) {
          heard.push(`${time()} ${eventName} ${dynamodb!.Keys!['id']!.S}`)
          created = dynamodb!.ApproximateCreationDateTime! * 1000
        }
        if (fails(heard.length)) throw new Error('broken')
      },
    })
    const { markExpired: onExpire } = streams
    expiry = startExpiry({ endpoint, tables: toExpiringTables(inventory), onExpire })
  })
  afterEach(async () => {
    await expiry.stop()
    await streams.stop()
  })

  const put = (id: string, minutes: number) => {
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) + minutes * 60) }
    const Item = { id: { S: id }, expiresAt }
    return requestDatabase(database.endpoint, 'PutItem', { TableName, Item })
  }

  it('expire items that the clock goes past, and tell their streams', async () => {
    await put('short', 30)
    await put('long', 90)

    await clock.advance({ hours: 1 })

    assert.deepEqual(heard, [
      '11-20T12:00 INSERT short',
      '11-20T12:00 INSERT long',
      '11-20T13:00 REMOVE short',
    ])
    assert.ok(Math.abs(created - Date.now()) < 60_000, `${created} is near ${Date.now()}`)
  })

  it('try a record again when the clock says so', async () => {
    fails = (call) => call < 3
    await put('again', 600)

    await clock.advance({ minutes: 5 })

    assert.deepEqual(heard, [
      '11-20T12:00 INSERT again',
      '11-20T12:01 INSERT again',
      '11-20T12:03 INSERT again',
    ])
  })
})

describe('functions on the clock', () => {
  const functions = useFunctions()
  const program = `
    const loaded = new Date().toISOString()
    const machine = Date
    export const handler = async (event, context) => ({
      now: new Date().toISOString().slice(0, 16),
      loaded: loaded.slice(0, 16),
      isMachine: Date === machine,
      left: context.getRemainingTimeInMillis(),
      isDate: structuredClone(new Date()) instanceof Date,
    })`

  it('follow it from event to event', async () => {
    const invoke = functions.define(program)

    const first = await invoke()
    await clock.advance({ days: 40 })
    const later = await invoke()
    await clock.reset()
    const last = await invoke()

    const { left, ...rest } = later as { left: number }
    assert.deepEqual(rest, {
      now: '2026-12-30T12:00',
      loaded: '2026-11-20T12:00',
      isMachine: true,
      isDate: true,
    })
    assert.ok(left > 2000 && left <= 3000, `${left} ms left`)
    assert.equal(first['now'], '2026-11-20T12:00')
    assert.equal(last['now'], new Date().toISOString().slice(0, 16))
  })

  it('leave Date alone until it is moved', async () => {
    await clock.reset()
    const invoke = functions.define(program)

    const before = await invoke()
    await clock.advance({ days: 1 })
    const moved = await invoke()
    await clock.reset()
    const after = await invoke()

    assert.deepEqual(
      [before, moved, after].map(({ isMachine }) => isMachine),
      [true, false, true],
    )
  })

  it('follow it where Architect starts them itself', async () => {
    const env = lendClock({ _project: {} } as Inventory)
    const seen = spawnSync('node', ['-p', 'new Date().toISOString()'], {
      env: { ...env, PATH: process.env['PATH'] },
      encoding: 'utf8',
    })
    await clock.reset()

    assert.equal(seen.stdout.slice(0, 16), start.slice(0, 16), seen.stderr)
    assert.deepEqual(lendClock({ _project: {} } as Inventory), {})
  })

  it('follow it when they start anew for each event', async () => {
    const invoke = functions.define(program, { isCold: true })

    await invoke()
    await clock.advance({ days: 1 })
    const { now, loaded } = await invoke()

    assert.deepEqual([now, loaded], ['2026-11-21T12:00', '2026-11-21T12:00'])
  })
})
