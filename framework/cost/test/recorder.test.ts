import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest'
import { requestAws } from '../../aws.ts'
import { startDatabase, type Database } from '../../local/database.ts'
import { findFreePorts } from '../../testing/free-ports.ts'
import { startRecorder, type Recorder } from '../measure/recorder.ts'

describe('what functions ask AWS for', () => {
  let database: Database
  let recorder: Recorder

  beforeAll(async () => {
    database = await startDatabase({ port: await findFreePorts(1) })
    const { endpoint } = database
    recorder = await startRecorder({ database: endpoint, delivery: endpoint, storage: endpoint })
    await ask('setup', 'CreateTable', {
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    })
  })
  afterAll(async () => {
    await recorder.stop()
    await database.stop()
  })
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  async function ask(key: string, action: string, body: object) {
    vi.stubEnv('AWS_ACCESS_KEY_ID', key)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', recorder.urlOf('dynamodb'))
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
    }
    const request = { headers, body: JSON.stringify({ TableName: 'notes', ...body }) }
    return (await requestAws('dynamodb', request)) as { Item?: { text: { S: string } } }
  }

  it('is counted in units, for each function by the key that it signs with', async () => {
    const text = { S: 'x'.repeat(2500) }
    await ask('writer', 'PutItem', { Item: { id: { S: '1' }, text } })
    const { Item } = await ask('reader', 'GetItem', { Key: { id: { S: '1' } } })
    await ask('reader', 'GetItem', { Key: { id: { S: '1' } }, ConsistentRead: true })

    // 2.5 kB are three units to write; to read half a one, or a whole one.
    assert.equal(Item?.text.S, text.S)
    assert.deepEqual(recorder.use('writer'), {
      dynamodb: 1,
      sqs: 0,
      sns: 0,
      reads: 0,
      writes: 3,
      ...noStorage,
    })
    assert.deepEqual(recorder.use('reader'), {
      dynamodb: 2,
      sqs: 0,
      sns: 0,
      reads: 1.5,
      writes: 0,
      ...noStorage,
    })
  })

  it('counts a transaction twice over', async () => {
    const Put = { TableName: 'notes', Item: { id: { S: '2' } } }
    await ask('mover', 'TransactWriteItems', { TransactItems: [{ Put }] })

    assert.equal(recorder.use('mover').writes, 2)
  })

  it('tells what functions ask of storage from what visitors ask with a signed address', async () => {
    const storage = createServer((_request, response) => response.end('12345'))
    await once(storage.listen(0, '127.0.0.1'), 'listening')
    const { port } = storage.address() as AddressInfo
    const endpoint = `http://127.0.0.1:${port}`
    const own = await startRecorder({ database: endpoint, delivery: endpoint, storage: endpoint })
    const at = `${own.urlOf('s3')}/maps/one`
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=keeper/20260101/us-east-1/s3/' }

    await fetch(at, { method: 'PUT', body: 'x', headers: signed })
    await fetch(at, { method: 'HEAD', headers: signed })
    await fetch(at, { method: 'DELETE', headers: signed })
    await fetch(`${own.urlOf('s3')}/maps?list-type=2`, { headers: signed })
    await fetch(`${at}?X-Amz-Signature=1`)
    await fetch(`${own.urlOf('s3')}/maps/`, { method: 'POST', body: 'form' })

    assert.deepEqual({ ...own.use('keeper') }, { ...nothing, s3: 4, puts: 2, gets: 1 })
    assert.deepEqual(own.visitors(), { puts: 1, gets: 1, down: 10 })
    await own.stop()
    storage.close()
  })
})

const noStorage = { s3: 0, puts: 0, gets: 0 }
const nothing = { dynamodb: 0, sqs: 0, sns: 0, reads: 0, writes: 0 }
