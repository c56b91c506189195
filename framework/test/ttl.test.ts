import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { createTables, startDatabase, type Database } from '../local/database.ts'
import { requestDatabase } from '../local/database/request.ts'
import { startExpiry, toExpiringTables, type Expiry } from '../local/ttl.ts'
import { toInventory } from './use-tables.ts'

const inventory = toInventory({
  sessions: { key: ['owner', 'id'], ttl: 'expiresAt' },
  notes: { key: ['id'] },
})
const TableName = 'plugboard-staging-sessions'
const seconds = (fromNow: number) => ({ N: String(Math.floor(Date.now() / 1000) + fromNow) })

describe.each(['dynoxide', 'dynalite'] as const)('expiry on %s', (engine) => {
  let database: Database
  let expiry: Expiry

  beforeAll(async () => {
    database = await startDatabase({ port: 0, ...(engine === 'dynalite' && { engine }) })
    await createTables(database.endpoint, inventory)
  })
  afterAll(async () => {
    await expiry.stop()
    await database.stop()
  })

  const put = (id: string, more: object) =>
    requestDatabase(database.endpoint, 'PutItem', {
      TableName,
      Item: { owner: { S: 'o' }, id: { S: id }, ...more },
    })
  const list = async () => {
    const { Items } = (await requestDatabase(database.endpoint, 'Scan', { TableName })) as {
      Items: { id: { S: string } }[]
    }
    return Items.map(({ id }) => id.S).toSorted()
  }
  const start = (options: Partial<Parameters<typeof startExpiry>[0]> = {}) =>
    startExpiry({ endpoint: database.endpoint, tables: toExpiringTables(inventory), ...options })

  it('deletes what is over, and nothing else', async () => {
    await put('over', { expiresAt: seconds(-5) })
    await put('not yet', { expiresAt: seconds(60) })
    await put('never', {})
    await put('a text', { expiresAt: { S: '1' } })
    await put('too long ago', { expiresAt: seconds(-6 * 365 * 24 * 60 * 60) })

    expiry = start()
    const count = await expiry.sweep()
    await expiry.stop()

    assert.equal(count, 1)
    assert.deepEqual(await list(), ['a text', 'never', 'not yet', 'too long ago'])
  })

  it('leaves alone what gets more time meanwhile', async () => {
    await put('longer', { expiresAt: seconds(-5) })

    expiry = start({
      async onExpire() {
        await put('longer', { expiresAt: seconds(60) })
      },
    })
    const count = await expiry.sweep()
    await expiry.stop()

    assert.equal(count, 0)
    assert.ok((await list()).includes('longer'))
  })

  it('sweeps by itself', async () => {
    await put('over', { expiresAt: seconds(-5) })

    expiry = start({ every: 0.05 })
    await sleep(500)
    await expiry.stop()

    assert.ok(!(await list()).includes('over'))
  })
})

describe('expiry on a slow database', () => {
  const asked: number[] = []
  let open = 0
  const server = createServer((_request, response) => {
    asked.push(++open)
    setTimeout(() => {
      open--
      response.end('{"Items":[]}')
    }, 200)
  })
  let endpoint: string

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())
  beforeEach(() => void asked.splice(0))

  it('is not begun again before it has ended', async () => {
    const expiry = startExpiry({ endpoint, tables: toExpiringTables(inventory), every: 0.01 })
    await sleep(900)
    await expiry.stop()

    assert.equal(Math.max(...asked), 1, 'at once')
    // All that had waited for the one before began together, and the next ones waited for those.
    assert.ok(asked.length <= 5, `${asked.length} in 0.9 s`)
  })

  it('sweeps for each who asks, one after the other', async () => {
    const expiry = startExpiry({ endpoint, tables: toExpiringTables(inventory) })
    await Promise.all([expiry.sweep(), expiry.sweep(), expiry.sweep()])
    await expiry.stop()

    assert.deepEqual(asked, [1, 1, 1])
  })
})
