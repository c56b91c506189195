import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { requestAws, type AwsError } from '../aws.ts'
import type { AppError } from '../errors.ts'
import { defineTable, isConflict, transact } from '../tables.ts'

type Body = { Keys?: unknown; RequestItems?: Record<string, { Keys: unknown[] }> } & Record<
  string,
  unknown
>
type Answer = { status?: number; body?: object } | 'hang up'

/** Stands in for a DynamoDB that fails as asked: answers in turn, the last one again and again. */
let answers: ((body: Body) => Answer)[] = []
let requests: { body: Body; at: number }[] = []
let server: Server

const ok =
  (body: object = {}) =>
  () => ({ body })
const failure =
  (code: string, status = 400, more: object = {}) =>
  () => ({
    status,
    body: { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: code, ...more },
  })
const cancelled = (...codes: string[]) =>
  failure('TransactionCanceledException', 400, {
    CancellationReasons: codes.map((Code) => ({ Code })),
  })
const refused = (stored: object) =>
  failure('ConditionalCheckFailedException', 400, { Item: stored })
const request = () => requestAws('dynamodb', { headers: {}, body: '{}' })

const things = defineTable<{ id: string; n?: number }>('things', { key: ['id'] })

const two = () => transact([things.ops.put({ id: '1' }), things.ops.create({ id: '2' })])

beforeAll(async () => {
  server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Body
    requests.push({ body, at: Date.now() })

    const next = answers.length > 1 ? answers.shift()! : answers[0]!
    const answer = next(body)
    if (answer === 'hang up') return incoming.socket.destroy()
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' })
    response.end(JSON.stringify(answer.body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = `http://127.0.0.1:${port}`
  process.env['TABLE_THINGS'] = 'plugboard-staging-things'
})
beforeEach(() => {
  requests = []
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('a request to AWS', () => {
  it('is sent again after throttling, with growing pauses', async () => {
    answers = [
      failure('ProvisionedThroughputExceededException'),
      failure('ThrottlingException'),
      failure('InternalServerError', 500),
      ok({ done: true }),
    ]

    assert.deepEqual(await request(), { done: true })
    assert.equal(requests.length, 4)
  })

  it('ends in UNAVAILABLE after six attempts, within seconds', async () => {
    answers = [failure('ThrottlingException')]
    const start = Date.now()

    await assert.rejects(request(), (error: AppError) => {
      assert.equal(error.code, 'UNAVAILABLE')
      assert.equal((error.cause as AwsError).name, 'ThrottlingException')
      return true
    })

    assert.equal(requests.length, 6)
    assert.ok(Date.now() - start < 2000)
  })

  it('is not sent again when it was wrong', async () => {
    answers = [failure('ValidationException')]

    await assert.rejects(request(), { name: 'ValidationException' })
    assert.equal(requests.length, 1)
  })

  it('is sent again over a new connection when the old one broke', async () => {
    answers = [() => 'hang up', ok({ done: true })]

    assert.deepEqual(await request(), { done: true })
  })

  it('takes an attribute named like a type for what it is', async () => {
    const body = { Item: { S: { S: 'x' }, M: { N: '1' } } }
    answers = [ok(body)]

    assert.deepEqual(await request(), body)
  })
})

describe('a transaction', () => {
  it('is tried again when it met another one, with the same token', async () => {
    answers = [
      cancelled('None', 'TransactionConflict'),
      failure('TransactionInProgressException'),
      ok(),
    ]

    await two()

    const tokens = requests.map(({ body }) => body['ClientRequestToken'])
    assert.equal(tokens.length, 3)
    assert.equal(new Set(tokens).size, 1)
  })

  it('is not tried again when a condition does not hold', async () => {
    answers = [cancelled('TransactionConflict', 'ConditionalCheckFailed')]

    await assert.rejects(two(), (error) => isConflict(error, 1))
    assert.equal(requests.length, 1)
  })
})

describe('a write whose answer was lost', () => {
  it('is not taken for somebody else’s', async () => {
    answers = [() => 'hang up', refused({ id: { S: '1' }, n: { N: '2' } })]

    assert.deepEqual(await things.create({ id: '1', n: 2 }), { id: '1', n: 2 })
  })

  it('is a conflict when something else is stored', async () => {
    answers = [() => 'hang up', refused({ id: { S: '1' }, n: { N: '3' } })]

    await assert.rejects(things.create({ id: '1', n: 2 }), (error) => isConflict(error))
  })

  it('is a conflict when no answer was lost', async () => {
    answers = [refused({ id: { S: '1' } })]

    await assert.rejects(things.create({ id: '1' }), (error) => isConflict(error))
  })
})

describe('reading many items', () => {
  const table = 'plugboard-staging-things'
  const keys = Array.from({ length: 150 }, (_, index) => ({ id: String(index) }))

  it('asks again for what DynamoDB left out', async () => {
    answers = [
      ({ RequestItems }) => {
        const { Keys } = RequestItems![table]!
        const UnprocessedKeys = Keys.length > 40 ? { [table]: { Keys: Keys.slice(40) } } : {}
        return { body: { Responses: { [table]: Keys.slice(0, 40) }, UnprocessedKeys } }
      },
    ]

    assert.deepEqual(await things.getMany(keys), keys)
    assert.equal(requests.length, 3 + 2)
  })

  it('gives up when nothing more comes', async () => {
    answers = [({ RequestItems }) => ({ body: { Responses: {}, UnprocessedKeys: RequestItems! } })]

    await assert.rejects(things.getMany(keys.slice(0, 1)), { code: 'UNAVAILABLE' })
  })
})

describe('a function with a table', () => {
  it('loads no undici, and looks for no credentials in files', async () => {
    answers = [ok({ Item: { id: { S: '1' } } })]
    const { outputFiles } = await build({
      stdin: {
        contents: `
          import fs from 'node:fs'
          import { syncBuiltinESMExports } from 'node:module'
          import { defineTable } from './framework/tables.ts'
          const read = []
          for (const name of ['stat', 'readFile']) {
            const real = fs.promises[name]
            fs.promises[name] = (path, ...rest) => (read.push(String(path)), real(path, ...rest))
          }
          syncBuiltinESMExports()
          const things = defineTable('things', { key: ['id'] })
          const item = await things.get({ id: '1' })
          const undici = process.moduleLoadList.filter((it) => /undici/.test(it))
          console.log(JSON.stringify({ item, read, undici }))`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      write: false,
      banner: {
        js: `const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)`,
      },
    })

    const running = promisify(execFile)(process.execPath, ['--input-type=module', '-'], {
      env: { ...process.env, AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', HOME: '/none' },
    })
    running.child.stdin!.end(outputFiles[0]!.text)
    const { stdout } = await running

    assert.deepEqual(JSON.parse(stdout), { item: { id: '1' }, read: [], undici: [] })
  })
})
