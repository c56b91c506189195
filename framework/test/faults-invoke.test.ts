import assert from 'node:assert/strict'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { createFaults, type FaultSettings } from '../local/faults.ts'
import { invocationKinds } from '../local/faults/check.ts'
import { createPools, type Pools } from '../local/invoke/pools.ts'
import type { Lambda } from '../manifest.ts'
import { createFetch } from '../testing/fetch.ts'
import { createInvoke } from '../testing/invoke.ts'
import { listKillPoints, recordCalls } from '../testing/outgoing.ts'

/** Asks for two things, one after the other, and tells at the end what it knows. */
const handler = `
import { request } from 'node:http'

const agent = globalThis.stepsAgent
const ask = (path) =>
  new Promise((resolve, reject) => {
    const port = Number(process.env.STEPS_PORT)
    const asked = request({ port, path, agent, method: 'POST', headers: { 'x-amz-target': 'Steps' } }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end('body of ' + path)
  })

export async function handler(event) {
  const answers = []
  try {
    for (const path of event.paths ?? ['/one', '/two']) answers.push(await ask(path))
    if (event.atOnce) await Promise.all(event.atOnce.map(ask))
    return { statusCode: 200, body: JSON.stringify(answers) }
  } catch (error) {
    await ask('/caught')
    throw error
  } finally {
    globalThis.stepsEnded = (globalThis.stepsEnded ?? 0) + 1
  }
}
`

let folder: string
let server: Server
let seen: string[] = []
let agent: Agent
const ended = () => (globalThis as { stepsEnded?: number }).stepsEnded ?? 0

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-')))
  seen = []
  server = createServer((request, response) => {
    request.resume()
    request.once('end', () => {
      seen.push(request.url!)
      setTimeout(() => response.end('done'), request.url === '/slow' ? 100 : 0)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env['STEPS_PORT'] = String((server.address() as AddressInfo).port)
  agent = new Agent({ keepAlive: true })
  Object.assign(globalThis, { stepsAgent: agent, stepsEnded: 0 })
})
afterEach(async () => {
  agent.destroy()
  // Hangs where somebody keeps a socket.
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

/** Every way to kill a function that asks twice, and what the server is asked then. */
const deaths = [
  [{ after: 0, phase: 'before' }, []],
  [{ after: 0, phase: 'after' }, ['/one']],
  [{ after: 1, phase: 'before' }, ['/one']],
  [{ after: 1, phase: 'after' }, ['/one', '/two']],
  [{ after: 2, phase: 'before' }, ['/one', '/two']],
  [{ after: 9, phase: 'after' }, ['/one', '/two']],
] as const

describe('a fault of an instance', () => {
  let pools: Pools

  beforeEach(() => {
    pools = createPools({ print: () => {} })
  })
  afterEach(() => pools.stop())

  async function run(rule: Omit<FaultSettings, 'target'>, event: object = {}) {
    const faults = createFaults()
    faults.add({ target: '*', ...rule })
    const strike = faults.strike(invocationKinds, { label: 'f', targets: [] })
    const file = join(folder, 'index.mjs')
    writeFileSync(file, handler)
    const spec = {
      name: '@http get /',
      handlerFile: file,
      handlerMethod: 'handler',
      cwd: folder,
      env: { PATH: process.env['PATH']!, STEPS_PORT: process.env['STEPS_PORT']! },
      memory: 128,
      timeout: 3000,
      refusesCallbacks: true,
    }
    const job = { id: 'an-id', payload: JSON.stringify(event), strike }
    const struck = await pools.invoke(spec, job)
    const count = pools.count()
    const next = await pools.invoke(spec, { ...job, payload: '{"paths":[]}', strike: undefined })
    return { struck, count, next }
  }

  it.each(deaths)('kills it %o', async (point, asked) => {
    const { struck, count, next } = await run({ kind: 'kill', ...point })

    assert.deepEqual(struck.error, {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: an-id Error: Runtime exited with error: signal: SIGKILL',
    })
    assert.deepEqual(seen, asked)
    assert.equal(count, 0)
    assert.equal(next.error, undefined)
  })

  it('that times out lets the handler run, and loses its answer and the instance', async () => {
    const { struck, next } = await run({ kind: 'timeout' })

    assert.deepEqual(seen, ['/one', '/two'])
    assert.equal(struck.error?.errorType, 'Sandbox.Timedout')
    assert.equal(
      struck.error.errorMessage,
      'RequestId: an-id Error: Task timed out after 3.00 seconds',
    )
    assert.ok(next.report?.init, 'the next one is a cold start')
  })
})

describe('a fault of a function in the test’s own process', () => {
  const lambda = (pragma: string, name: string): Lambda =>
    ({ pragma, name, src: folder, config: { timeout: 3, memory: 128 } }) as Lambda

  function start(rule?: Omit<FaultSettings, 'target'>) {
    writeFileSync(join(folder, 'index.ts'), handler)
    const faults = createFaults()
    const invoke = createInvoke([lambda('queues', 'steps')], faults)
    if (rule) faults.add({ target: '@queues steps', times: 1, ...rule })
    return (payload: object = {}) => invoke({ pragma: 'queues', name: 'steps', payload })
  }

  it.each(deaths)('kills it %o, and nothing behind that moment happens', async (point, asked) => {
    const invoke = start({ kind: 'kill', ...point })

    await assert.rejects(invoke(), { name: 'Runtime.ExitError', message: /signal: SIGKILL$/ })
    await new Promise((resolve) => setTimeout(resolve, 30))

    assert.deepEqual(seen, asked)
    assert.equal(ended(), point.after < 2 ? 0 : 1)
    assert.deepEqual(Object.keys(agent.sockets), [])
    assert.equal(((await invoke({ paths: ['/three'] })) as { body: string }).body, '[200]')
  })

  it('ends what it does at the same time with it, and only that', async () => {
    const invoke = start({ kind: 'kill', after: 1, phase: 'after' })

    const killed = invoke({ paths: [], atOnce: ['/slow', '/one'] })
    const spared = invoke({ paths: ['/slow'] })

    await assert.rejects(killed, { name: 'Runtime.ExitError' })
    assert.equal(((await spared) as { body: string }).body, '[200]')
    assert.equal(ended(), 1)
  })

  it('can be had at every step: the calls are told, and their number gives the steps', async () => {
    const invoke = start()

    const [recorded] = await recordCalls(() => invoke())

    const host = `localhost:${process.env['STEPS_PORT']}`
    assert.deepEqual(recorded, {
      function: '@queues steps',
      calls: [`POST ${host}/one Steps`, `POST ${host}/two Steps`],
    })
    assert.deepEqual(
      listKillPoints(2),
      deaths.slice(0, 5).map(([point]) => point),
    )
  })

  it('does not touch what others do because of it', async () => {
    const invoke = start({ kind: 'kill', after: 0, phase: 'after' })
    const port = Number(process.env['STEPS_PORT'])
    // As a twin that sends its webhook before it answers.
    server.prependOnceListener('request', () => {
      request({ port, path: '/webhook', agent, method: 'POST' }).end('body of /webhook')
    })

    await assert.rejects(invoke({ paths: ['/slow'] }))

    assert.deepEqual(seen.toSorted(), ['/slow', '/webhook'])
  })

  it('that throws does so before the handler runs', async () => {
    const invoke = start({ kind: 'throw' })

    await assert.rejects(invoke(), {
      name: 'Fault',
      message: /^Fault throw-1: .* before the handler/,
    })

    assert.deepEqual([seen, ended()], [[], 0])
  })

  it.each([{}, { paths: ['/one', ':'] }])('that times out lets it run: %o', async (event) => {
    const invoke = start({ kind: 'timeout' })

    await assert.rejects(invoke(event), {
      name: 'Sandbox.Timedout',
      message: /Task timed out after 3\.00 seconds/,
    })

    assert.equal(ended(), 1)
  })

  it('gives a browser what API Gateway gives it', async () => {
    writeFileSync(join(folder, 'index.ts'), handler)
    const faults = createFaults()
    const routes = [{ ...lambda('http', 'get /'), method: 'get', path: '/' } as Lambda]
    const fetch = createFetch({ routes, invoke: createInvoke(routes, faults) })

    const answers = []
    for (const kind of invocationKinds) {
      faults.add({ kind, target: '@http get /', times: 1 })
      answers.push(await fetch('/'))
    }

    assert.deepEqual(
      answers.map((it) => [it.status, it.text()]),
      answers.map(() => [500, '{"message":"Internal Server Error"}']),
    )
  })
})
