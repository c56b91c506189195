import assert from 'node:assert/strict'
import { afterAll, beforeAll, describe, it } from 'vitest'
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
    await new Promise((resolve) => setTimeout(resolve, 500))
    await expiry.stop()

    assert.ok(!(await list()).includes('over'))
  })
})
