import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'
import type { DynamoDBRecord } from 'aws-lambda'
import { createTables, startDatabase, type Database } from '../local/database.ts'
import { requestDatabase } from '../local/database/request.ts'
import { startStreams, toStreamSources, type Streams } from '../local/streams/streams.ts'
import { startExpiry, toExpiringTables } from '../local/ttl.ts'
import type { Lambda } from '../manifest.ts'
import { toInventory } from './use-tables.ts'

describe('table streams', () => {
  let database: Database
  let stateDir: string
  let streams: Streams | undefined
  let lines: string[] = []
  let batches: DynamoDBRecord[][] = []
  let table = ''
  let count = 0

  const inventory = (name: string) => ({
    ...toInventory({ [name]: { key: ['id'], ttl: 'expiresAt' } }),
    'tables-streams': [{ name, table: name } as Lambda],
  })

  beforeAll(async () => {
    database = await startDatabase({ port: 0 })
  })
  afterAll(() => database.stop())

  beforeEach(async () => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-streams-'))
    lines = []
    batches = []
    table = `notes-${count++}`
    await createTables(database.endpoint, inventory(table))
  })
  afterEach(async () => {
    await streams?.stop()
    rmSync(stateDir, { recursive: true, force: true })
  })

  function start(answer: (records: DynamoDBRecord[]) => unknown = () => {}) {
    streams = startStreams({
      endpoint: database.endpoint,
      sources: toStreamSources(inventory(table)),
      stateDir,
      backoff: 0.02,
      grace: 0.2,
      log: (line) => lines.push(line),
      async invoke({ pragma, name, payload }) {
        assert.deepEqual([pragma, name], ['tables-streams', table])
        const { Records } = payload as { Records: DynamoDBRecord[] }
        batches.push(Records)
        return answer(Records)
      },
    })
    return streams
  }

  const request = (action: string, body: object) =>
    requestDatabase(database.endpoint, action, {
      TableName: `plugboard-staging-${table}`,
      ...body,
    })
  const put = (id: string, n: number, more = {}) =>
    request('PutItem', { Item: { id: { S: id }, n: { N: String(n) }, ...more } })
  const remove = (id: string) => request('DeleteItem', { Key: { id: { S: id } } })
  const numbers = (records: DynamoDBRecord[]) =>
    records.map(({ dynamodb }) => Number(dynamodb?.NewImage?.['n']?.N))

  it('tells of each change as AWS does, in order', async () => {
    await put('a', 1)
    await put('a', 2)
    await put('a', 2)
    await remove('a')
    await start().settle()

    const records = batches.flat()
    assert.deepEqual(
      records.map(({ eventName }) => eventName),
      ['INSERT', 'MODIFY', 'REMOVE'],
    )
    const [, modify] = records
    assert.match(modify?.eventID ?? '', /^[0-9a-f]{32}$/)
    assert.equal(modify?.eventSource, 'aws:dynamodb')
    assert.equal(modify?.awsRegion, 'us-west-2')
    assert.match(
      modify?.eventSourceARN ?? '',
      new RegExp(`^arn:aws:dynamodb:us-west-2:0{12}:table/plugboard-staging-${table}/stream/.+`),
    )
    assert.deepEqual(modify?.dynamodb?.Keys, { id: { S: 'a' } })
    assert.deepEqual(modify?.dynamodb?.OldImage?.['n'], { N: '1' })
    assert.deepEqual(modify?.dynamodb?.NewImage?.['n'], { N: '2' })
    assert.equal(modify?.dynamodb?.StreamViewType, 'NEW_AND_OLD_IMAGES')
    assert.ok(modify?.dynamodb?.SequenceNumber)
    assert.equal(modify?.userIdentity, undefined)
  })

  it('hears transactions, and hands out ten records at most', async () => {
    const TableName = `plugboard-staging-${table}`
    const items = Array.from({ length: 25 }, (_, n) => ({ id: { S: `${n}` }, n: { N: `${n}` } }))
    await request('TransactWriteItems', {
      TransactItems: items.map((Item) => ({ Put: { TableName, Item } })),
    })
    await start().settle()

    assert.deepEqual(
      batches.map(({ length }) => length),
      [10, 10, 5],
    )
    assert.equal(new Set(numbers(batches.flat())).size, 25)
  })

  it('isolates the record at fault, sets it aside with its reason, and goes on', async () => {
    let isMended = false
    const bad = (records: DynamoDBRecord[]) => numbers(records).includes(3)
    for (let n = 0; n < 8; n++) await put('a', n)

    const { settle, failures, redrive } = start((records) => {
      if (bad(records) && !isMended) throw new Error('Three is bad')
    })
    await settle()

    const good = batches.filter((records) => !bad(records))
    assert.deepEqual(numbers(good.flat()), [0, 1, 2, 4, 5, 6, 7])
    assert.equal(batches.filter((records) => records.length === 1 && bad(records)).length, 3)
    const [failure] = failures(table)
    assert.deepEqual([failure?.reason, failure?.attempts], ['Three is bad', 3])
    assert.match(
      lines.at(-1)!,
      /attempt 3 of 3 failed, set aside .*: MODIFY \{"id":\{"S":"a"\}\}\. Three is bad/,
    )
    assert.equal(await redrive(table), 0)
    isMended = true
    assert.equal(await redrive(table), 1)
    assert.deepEqual(failures(), [])
  })

  it('goes on at the first record that a batch names as failed', async () => {
    for (let n = 0; n < 4; n++) await put('a', n)

    await start((records) => {
      const failed = batches.length === 1 ? records.slice(2) : []
      return {
        batchItemFailures: failed.map((it) => ({
          itemIdentifier: it.dynamodb?.SequenceNumber,
        })),
      }
    }).settle()

    assert.deepEqual(batches.map(numbers), [[0, 1, 2, 3], [2], [3]])
  })

  it('goes on after a restart where it was, failures included', async () => {
    await put('a', 1)
    await start(() => {
      throw new Error('No')
    }).settle()
    await streams!.stop()
    batches = []

    await put('a', 2)
    const { settle, failures } = start()
    await settle()

    assert.deepEqual(batches.map(numbers), [[2]])
    assert.equal(failures(table).length, 1)
  })

  it('tells a function again of what it had not ended', async () => {
    await put('a', 1)
    start(() => new Promise((resolve) => setTimeout(resolve, 20_000).unref()))
    while (batches.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await streams!.stop()
    batches = []

    await start().settle()

    assert.deepEqual(batches.map(numbers), [[1]])
  })

  it('shows an item that expired as removed by DynamoDB', async () => {
    const now = Math.floor(Date.now() / 1000)
    await put('old', 1, { expiresAt: { N: String(now - 10) } })
    await put('young', 2, { expiresAt: { N: String(now + 1000) } })
    await put('timeless', 3)
    await put('odd', 4, { expiresAt: { S: '1' } })
    await put('removed', 5, { expiresAt: { N: String(now - 20) } })
    await remove('removed')
    const { settle, markExpired } = start()
    const expiry = startExpiry({
      endpoint: database.endpoint,
      tables: toExpiringTables(inventory(table)),
      onExpire: markExpired,
    })

    assert.equal(await expiry.sweep(), 1)
    await expiry.stop()
    await settle()

    const removed = batches.flat().filter(({ eventName }) => eventName === 'REMOVE')
    assert.deepEqual(
      removed.map(({ dynamodb, userIdentity }) => [dynamodb?.Keys?.['id']?.S, userIdentity]),
      [
        ['removed', undefined],
        ['old', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
      ],
    )
  })

  it('gives a stream to a table that had none', async () => {
    const plain = { ...inventory(`plain-${table}`), 'tables-streams': [] }
    await createTables(database.endpoint, plain)

    await createTables(database.endpoint, inventory(`plain-${table}`))
    table = `plain-${table}`
    await put('a', 1)
    await start().settle()

    assert.deepEqual(batches.map(numbers), [[1]])
  })

  it('says once that a database has no streams', async () => {
    const dynalite = await startDatabase({ port: 0, engine: 'dynalite' })
    const said: string[] = []
    const off = startStreams({
      endpoint: dynalite.endpoint,
      sources: toStreamSources(inventory(table)),
      log: (line) => said.push(line),
      invoke: async () => {},
    })
    await off.settle()
    await off.stop()
    await dynalite.stop()

    assert.deepEqual(said, [`stream ${table} is off: this database has no streams.`])
  })
})
