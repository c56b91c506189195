import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { describe as group, it } from 'vitest'
import { installTrace, trace, traceInvocations, type InvokeLambda } from '../local/trace/install.ts'
import { createLineReader } from '../local/trace/output.ts'
import { createRecorder } from '../local/trace/recorder.ts'
import { maxPayload, toPayload } from '../local/trace/redact.ts'

const httpEvent = (more: object = {}) => ({
  version: '2.0',
  rawPath: '/write',
  headers: { cookie: 'session=s3cret!', authorization: 'Bearer s3cret!' },
  requestContext: { http: { method: 'POST' } },
  ...more,
})

const message = (data: object) =>
  JSON.stringify({ specversion: '1.0', id: 'm1', requestid: 'r1', ...data })

/** A function behind the recorder that answers what it is told to. */
function useFunction(work: (event: Record<string, unknown>) => unknown) {
  const recorder = createRecorder()
  const seen: Record<string, unknown>[] = []
  const next: InvokeLambda = (params, callback) => {
    seen.push(params.event)
    try {
      callback(undefined, work(params.event))
    } catch (error) {
      callback(undefined, undefined, {
        errorType: (error as Error).name,
        errorMessage: (error as Error).message,
      })
    }
  }
  const invoke = traceInvocations(recorder, next)
  const run = (pragma: string, name: string, event: object) =>
    new Promise((resolve) => {
      invoke({ lambda: { pragma, name }, event: { ...event } }, (...result) => resolve(result))
    })
  return { recorder, seen, run }
}

group('the trace of an invocation', () => {
  it('gives a request the id that the trace has', async () => {
    const { recorder, seen, run } = useFunction(() => ({ statusCode: 303 }))

    await run('http', 'post /write', httpEvent())

    const [trace] = recorder.list()
    const { requestId } = seen[0]!['requestContext'] as { requestId: string }
    assert.deepEqual(trace!.requestIds, [requestId])
    assert.equal(trace!.name, 'POST /write')
    assert.equal(trace!.statusCode, 303)
    assert.equal(trace!.status, 'ok')
  })

  it('names a GraphQL operation', async () => {
    const { recorder, run } = useFunction(() => ({ statusCode: 200 }))
    const body = (query: object) => httpEvent({ body: JSON.stringify(query) })

    await run('http', 'any /graphql', body({ query: 'query A { a } mutation B { b }' }))
    await run('http', 'any /graphql', body({ query: 'mutation B { b }', operationName: 'B' }))
    await run('http', 'any /graphql', body({ query: '{ articles { slug } }' }))
    await run('http', 'any /search', body({ query: 'words' }))

    assert.deepEqual(
      recorder.list().map(({ kind, name }) => `${kind}: ${name}`),
      [
        'graphql: query A',
        'graphql: mutation B',
        'graphql: query { articles }',
        'http: POST /write',
      ],
    )
  })

  it('puts a message below the invocation that sent it', async () => {
    const { recorder, run } = useFunction(() => undefined)
    const context = { http: { method: 'POST' }, requestId: 'r1' }
    await run('http', 'post /write', httpEvent({ requestContext: context }))
    const envelope = message({ source: '/@http post /write' })

    await run('events', 'written', { Records: [{ Sns: { Message: envelope } }] })
    await run('queues', 'write', {
      Records: [{ body: envelope, attributes: { ApproximateReceiveCount: '2' } }],
    })

    const [request, event, queue] = recorder.list()
    assert.deepEqual([event!.parent, queue!.parent], [request!.id, request!.id])
    assert.deepEqual([event!.requestIds, queue!.requestIds], [['r1'], ['r1']])
    assert.equal(queue!.attempt, 2)
  })

  it('tells what failed', async () => {
    const { recorder, run } = useFunction((event) => {
      if (event['Records']) return { batchItemFailures: [{ itemIdentifier: 'm1' }] }
      throw new TypeError('no')
    })

    await run('scheduled', 'nightly', { id: 'tick-1' })
    await run('queues', 'write', { Records: [{ messageId: 'm1', body: 'x' }] })

    const [schedule, queue] = recorder.list()
    assert.equal(schedule!.status, 'error')
    assert.deepEqual(schedule!.requestIds, ['tick-1'])
    assert.match(recorder.find(schedule!.id)!.error!, /^TypeError: no/)
    assert.equal(queue!.status, 'error')
  })

  it('replays the event as it was, a request under another id', async () => {
    const { recorder, seen, run } = useFunction(() => ({ statusCode: 200 }))
    await run('http', 'post /write', httpEvent({ body: '{"a":1}' }))
    const [first] = recorder.list()

    await recorder.replay(first!.id)

    const again = recorder.list()[1]!
    assert.equal(again.replayOf, first!.id)
    assert.notDeepEqual(again.requestIds, first!.requestIds)
    assert.deepEqual(seen[1]!['headers'], httpEvent().headers)
    assert.equal(seen[1]!['body'], '{"a":1}')
  })

  it('keeps no more than it should', async () => {
    const recorder = createRecorder({ limit: 3 })
    for (const name of ['a', 'b', 'c', 'd']) recorder.record({ kind: 'http', name })
    const big = recorder.record({
      kind: 'http',
      name: 'big',
      event: { body: 'x'.repeat(1_000_000) },
      replay: async () => {},
    })

    assert.deepEqual(
      recorder.list().map(({ name }) => name),
      ['c', 'd', 'big'],
    )
    const trace = recorder.find(big)!
    assert.ok(trace.event!.length < maxPayload + 100)
    assert.equal(trace.canReplay, false)
    await assert.rejects(recorder.replay(big), /too large to keep/)
  })

  it('leaves secrets out of what it shows', async () => {
    const { recorder, run } = useFunction(() => ({
      statusCode: 200,
      cookies: ['session=s3cret!; HttpOnly'],
      headers: { 'Set-Cookie': 'session=s3cret!' },
      body: '{"accessToken":"s3cret!"}',
    }))
    const form = Buffer.from('email=a%40b.c&password=s3cret!').toString('base64')
    await run(
      'http',
      'post /a',
      httpEvent({ cookies: ['session=s3cret!'], body: '{"token":"s3cret!"}' }),
    )
    await run('http', 'post /b', httpEvent({ body: form, isBase64Encoded: true }))

    for (const { id } of recorder.list()) {
      const { event, answer } = recorder.find(id)!
      assert.doesNotMatch(`${event}${answer}`, /s3cret!/)
    }
    const { event } = recorder.find(recorder.list()[1]!.id)!
    assert.match(event!, /email=a@b.c/)
    assert.match(toPayload({ cookies: ['session=s3cret!'] })!, /session=•••/)
  })
})

group('the seam in the sandbox', () => {
  const require = createRequire(import.meta.url)
  const path = '@architect/sandbox/src/invoke-lambda'

  it('leaves what is below it to be replaced, and then calls it', async () => {
    // Another file of tests may have loaded it in this process.
    for (const file of Object.keys(require.cache)) {
      if (file.includes('/@architect/sandbox/')) delete require.cache[file]
    }
    installTrace()

    const invoke = require(path) as InvokeLambda
    const isLoaded = require.resolve(`${path}/exec/spawn.js`) in require.cache
    const lambda = { pragma: 'events', name: 'nobody' }
    const error = await new Promise((resolve) => invoke({ lambda, event: {} }, resolve))

    assert.equal(isLoaded, false)
    assert.equal((error as Error).message, 'lambda_not_found')
    assert.ok(require.resolve(`${path}/exec/spawn.js`) in require.cache)
    assert.equal(trace.list()[0]!.name, 'nobody')
    assert.equal(trace.list()[0]!.status, 'error')
    assert.throws(() => installTrace(), /loaded already/)
  })
})

group('the log lines of a trace', () => {
  it('are those of its request, though they come late or in pieces', async () => {
    const { recorder, run } = useFunction(() => ({ statusCode: 200 }))
    const context = (requestId: string) => ({
      requestContext: { http: { method: 'GET' }, requestId },
    })
    await run('http', 'get /', httpEvent(context('r1')))
    await run('http', 'get /', httpEvent(context('r2')))
    const read = createLineReader((line) => recorder.log(line))
    const line = (fields: object) =>
      `${JSON.stringify({ time: '2026-11-21T09:10:11.123Z', function: '@http get /', ...fields })}\n`
    const late = line({
      level: 'warn',
      message: 'slow',
      requestId: 'r1',
      password: 's3cret!',
      ms: 3,
    })

    read(`\n${late.slice(0, 30)}`)
    read('rebuilt get / in 3 ms\n')
    read(`\n${late.slice(30)}`)
    read(`\n${line({ level: 'info', message: 'request', requestId: 'r2' })}`)
    read('\n{"_aws":{},"Orders":1}\n')

    const [first, second] = recorder.list().map(({ id }) => recorder.find(id)!)
    assert.deepEqual(
      first!.logs.map(({ level, message: text, fields }) => ({ level, text, fields })),
      [{ level: 'warn', text: 'slow', fields: '{"password":"•••","ms":3}' }],
    )
    assert.equal(first!.warnings, 1)
    assert.deepEqual(
      second!.logs.map((it) => it.message),
      ['request'],
    )
  })

  it('are told apart by the id that Lambda gives to a batch', async () => {
    const { recorder, run } = useFunction(() => undefined)
    await run('queues', 'work', { Records: [{ body: message({}) }] })
    await run('queues', 'work', { Records: [{ body: message({}) }] })
    const of = (requestId: string, text: string) =>
      recorder.log({
        time: '',
        level: 'info',
        message: text,
        function: '@queues work',
        requestId,
      })

    of('lambda-2', 'b1')
    of('lambda-1', 'a1')
    of('lambda-2', 'b2')

    const logs = recorder.list().map(({ id }) => recorder.find(id)!.logs.map((it) => it.message))
    assert.deepEqual(logs, [['a1'], ['b1', 'b2']])
  })

  it('show a mail that was handed over', async () => {
    const { recorder, run } = useFunction(() => undefined)
    await run('queues', 'mail', { Records: [{ body: message({}) }] })
    const read = createLineReader((line) => recorder.log(line))
    const entry = { level: 'info', message: 'mail handed over', messageId: 'ses-1' }

    read(`\n${JSON.stringify({ ...entry, requestId: 'r1', function: '@queues mail' })}\n`)

    const [queue, mail] = recorder.list()
    assert.deepEqual([mail!.kind, mail!.name, mail!.parent], ['mail', 'ses-1', queue!.id])
    assert.deepEqual(mail!.requestIds, ['r1'])
  })
})
