import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { createTables, startDatabase, type Database } from '../local/database.ts'
import { requestDatabase } from '../local/database/request.ts'
import { toInventory } from './use-tables.ts'

const folder = await mkdtemp(join(tmpdir(), 'plugboard-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const inventory = toInventory({
  notes: { key: ['owner', 'id'], ttl: 'expiresAt', indexes: { byTag: ['tag'] } },
})
const describeTable = async ({ endpoint }: Database) => {
  const answer = await requestDatabase(endpoint, 'DescribeTable', {
    TableName: 'plugboard-staging-notes',
  })
  return (answer as { Table: Record<string, never> }).Table
}
const isUp = (endpoint: string) =>
  requestDatabase(endpoint, 'ListTables', {}).then(
    () => true,
    () => false,
  )
const untilDown = async (endpoint: string) => {
  for (let turn = 0; turn < 100; turn++) {
    if (!(await isUp(endpoint))) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return false
}

describe('the local database', () => {
  it('starts on loopback, with everything, and stops', async () => {
    const database = await startDatabase({ port: 0 })

    assert.equal(database.engine, 'dynoxide')
    assert.deepEqual(database.missing, [])
    assert.match(database.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.equal(await isUp(database.endpoint), true)
    await database.stop()
    assert.equal(await isUp(database.endpoint), false)
    await database.stop()
  })

  it('says whose fault it is when the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo

    await assert.rejects(
      startDatabase({ port }),
      new RegExp(`port ${port} is taken.*PLUGBOARD_PORT`),
    )
    server.close()
  })

  it('keeps what is in its file', async () => {
    const path = join(folder, 'deep', 'data.db')
    const first = await startDatabase({ port: 0, path })
    await createTables(first.endpoint, inventory)
    await requestDatabase(first.endpoint, 'PutItem', {
      TableName: 'plugboard-staging-notes',
      Item: { owner: { S: 'ada' }, id: { S: '1' } },
    })
    await first.stop()

    const second = await startDatabase({ port: 0, path })
    await createTables(second.endpoint, inventory)
    const found = await requestDatabase(second.endpoint, 'Scan', {
      TableName: 'plugboard-staging-notes',
    })
    await second.stop()

    assert.equal((found as { Count: number }).Count, 1)
  })

  it('leaves the database alone that is already there', async () => {
    process.env['DYNAMODB_ENDPOINT'] = 'http://127.0.0.1:1'
    const database = await startDatabase({ port: 0 })
    delete process.env['DYNAMODB_ENDPOINT']

    assert.equal(database.engine, 'external')
    assert.equal(database.endpoint, 'http://127.0.0.1:1')
    await database.stop()
  })

  it('falls back to dynalite, and says what is off', async () => {
    const lines: string[] = []
    const database = await startDatabase({
      port: 0,
      engine: 'dynalite',
      log: (line) => lines.push(line),
    })
    await createTables(database.endpoint, inventory)

    const table = await describeTable(database)
    await database.stop()

    assert.equal(database.engine, 'dynalite')
    assert.deepEqual(database.missing, ['transactions', 'expiry', 'streams'])
    assert.match(lines[0]!, /transactions, expiry, streams are off/)
    assert.equal((table['GlobalSecondaryIndexes'] as unknown as object[]).length, 1)
    assert.equal(await isUp(database.endpoint), false)
  })

  for (const signal of ['SIGKILL', 'SIGTERM', 'exit'] as const) {
    it(`does not outlive a process that ends by ${signal}`, async () => {
      const parent = spawn(
        process.execPath,
        [
          '--input-type=module',
          '--eval',
          `import { startDatabase } from './framework/local/database.ts'
           const { endpoint } = await startDatabase({ port: 0 })
           console.log(endpoint)
           ${signal === 'exit' ? '' : 'setInterval(() => {}, 1000)'}`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
      const endpoint = String(chunk).trim()

      if (signal !== 'exit') {
        assert.equal(await isUp(endpoint), true)
        parent.kill(signal)
      }
      await once(parent, 'exit')

      assert.equal(await untilDown(endpoint), true)
    })
  }
})

describe('createTables', () => {
  it('makes tables with keys, indexes and expiry, once', async () => {
    const database = await startDatabase({ port: 0 })
    await createTables(database.endpoint, inventory)
    await createTables(database.endpoint, inventory)

    const { KeySchema, GlobalSecondaryIndexes } = await describeTable(database)
    const expiry = await requestDatabase(database.endpoint, 'DescribeTimeToLive', {
      TableName: 'plugboard-staging-notes',
    })
    await database.stop()

    assert.deepEqual(KeySchema, [
      { AttributeName: 'owner', KeyType: 'HASH' },
      { AttributeName: 'id', KeyType: 'RANGE' },
    ])
    assert.equal(
      (GlobalSecondaryIndexes as unknown as { IndexName: string }[])[0]!.IndexName,
      'byTag',
    )
    assert.match(JSON.stringify(expiry), /"ENABLED".*"expiresAt"|"expiresAt".*"ENABLED"/)
  })

  it('adds an index that came later, and refuses other keys', async () => {
    const database = await startDatabase({ port: 0 })
    await createTables(database.endpoint, toInventory({ notes: { key: ['owner', 'id'] } }))
    await createTables(database.endpoint, inventory)

    const { GlobalSecondaryIndexes } = await describeTable(database)
    await assert.rejects(
      createTables(database.endpoint, toInventory({ notes: { key: ['id'] } })),
      /the table notes has other keys.*npm run reset/,
    )
    await database.stop()

    assert.equal((GlobalSecondaryIndexes as unknown as object[]).length, 1)
  })
})
