import assert from 'node:assert/strict'
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
    recorder = await startRecorder({
      database: endpoint,
      delivery: endpoint,
      storage: endpoint,
    })
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
      s3: 0,
      puts: 0,
      reads: 0,
      writes: 3,
    })
    assert.deepEqual(recorder.use('reader'), {
      dynamodb: 2,
      sqs: 0,
      sns: 0,
      s3: 0,
      puts: 0,
      reads: 1.5,
      writes: 0,
    })
  })

  it('tells what is written to storage from what is read', async () => {
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=keeper/20261121/s3' }

    for (const method of ['PUT', 'GET', 'HEAD']) {
      await fetch(`${recorder.urlOf('s3')}/bucket/key`, { method, headers })
    }

    const { s3, puts } = recorder.use('keeper')
    assert.deepEqual([s3, puts], [3, 1])
  })

  it('counts a transaction twice over', async () => {
    const Put = { TableName: 'notes', Item: { id: { S: '2' } } }
    await ask('mover', 'TransactWriteItems', { TransactItems: [{ Put }] })

    assert.equal(recorder.use('mover').writes, 2)
  })
})
