import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, it, vi } from 'vitest'
import { installWarm } from '#framework/local/invoke/install.ts'
import { createPools, type Pools } from '#framework/local/invoke/pools.ts'
import type { FunctionSpec, PoolsOptions } from '#framework/local/invoke/types.ts'

let folder: string
let pools: Pools | undefined
let printed = ''
let count = 0

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-')))
})
afterEach(() => {
  pools?.stop()
  pools = undefined
  printed = ''
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(options: Partial<PoolsOptions> = {}): Pools {
  const isBusy = () => false
  pools = createPools({ print: (lines) => (printed += lines), isBusy, ...options })
  return pools
}

/** A function of one file: what stands between the braces of its handler, and above it. */
function define(
  body: string,
  { top = '', ...spec }: Partial<FunctionSpec> & { top?: string } = {},
) {
  const file = join(folder, `${++count}.mjs`)
  const write = (text: string) =>
    writeFileSync(file, `${top}\nexport async function handler(event, context) { ${text} }\n`)
  write(body)
  const defined: FunctionSpec = {
    name: `@http get /${count}`,
    handlerFile: file,
    handlerMethod: 'handler',
    cwd: folder,
    env: { AWS_LAMBDA_FUNCTION_NAME: `f${count}`, PATH: process.env['PATH']! },
    memory: 128,
    timeout: 3000,
    refusesCallbacks: true,
    ...spec,
  }
  return { spec: defined, write }
}

async function invoke(spec: FunctionSpec, event: unknown = {}, id = 'an-id-of-its-own') {
  const outcome = await pools!.invoke(spec, { id, payload: JSON.stringify(event) })
  const { response, error, initError } = outcome
  return {
    answer: response === undefined ? undefined : (JSON.parse(response) as unknown),
    type: (error ?? initError)?.errorType,
    message: (error ?? initError)?.errorMessage ?? '',
    report: outcome.report,
    initError,
  }
}

const wait = 'await new Promise((resolve) => setTimeout(resolve, event.wait ?? 50));'
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('an instance', () => {
  it('tells where its time went: waiting for it, in the handler, in requests that are out', async () => {
    start()
    const server = createServer((_request, response) => setTimeout(() => response.end(), 40))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const ask = `new Promise((resolve) => get('http://127.0.0.1:${port}', (it) => it.resume().on('end', resolve)))`
    const { spec } = define(`await Promise.all([${ask}, ${ask}]); ${wait}`, {
      top: `const { get } = process.getBuiltinModule('node:http')`,
    })

    const first = (await invoke(spec)).report!
    const second = (await invoke(spec)).report!
    server.close()

    const calls = second.usage!.calls[`127.0.0.1:${port}`]!
    assert.ok(first.waited! >= first.init! - 5, 'the first waits for the start')
    assert.ok(second.waited! < first.waited!)
    // Both at the same time count once.
    assert.ok(calls >= 39 && calls < second.usage!.elapsed - 45)
    assert.ok(second.usage!.elapsed <= second.duration)
  })

  it('stays warm: what the module holds survives', async () => {
    start()
    const { spec } = define('return ++calls', { top: 'let calls = 0' })

    const first = await invoke(spec)
    const second = await invoke(spec)

    assert.deepEqual([first.answer, second.answer], [1, 2])
    assert.ok(first.report!.init! > 0)
    assert.equal(second.report!.init, undefined)
  })

  it.each([
    ['console', `console.log('late')`],
    ['log', `process.getBuiltinModule('node:fs').writeSync(1, 'late\\n')`],
  ])('is told what Lambda would not do: write after the answer (%s)', async (_by, write) => {
    start()
    const { spec } = define(`console.log('early'); setTimeout(() => { ${write} }, 5)`)

    await invoke(spec)
    await vi.waitFor(() => assert.match(printed, /late/))

    const [early, warning, late] = printed.split('\n')
    assert.match(`${early} ${late}`, /^early #\S+ late/)
    assert.match(warning!, /^f\d+: what comes next was written after the answer.* #an-id-of/)
  })

  it('is told what Lambda tells in its context', async () => {
    start()
    const { spec } = define('return { ...context, left: context.getRemainingTimeInMillis() }')

    const context = (await invoke(spec)).answer as Record<string, unknown>

    assert.equal(context['awsRequestId'], 'an-id-of-its-own')
    assert.equal(context['functionName'], spec.env['AWS_LAMBDA_FUNCTION_NAME'])
    assert.equal(context['memoryLimitInMB'], '128')
    assert.match(String(context['invokedFunctionArn']), /^arn:aws:lambda:.*:function:f\d+$/)
    assert.match(String(context['logGroupName']), /^\/aws\/lambda\/f\d+$/)
    assert.ok(Number(context['left']) > 2500 && Number(context['left']) <= 3000)
  })

  it('has the environment of its function, and nothing else', async () => {
    start()
    process.env['NOT_FOR_FUNCTIONS'] = 'secret'
    const one = define('return process.env', { env: { COLOR: 'red' } })
    const other = define('return process.env', { env: { COLOR: 'blue' } })

    const seen = [await invoke(one.spec), await invoke(other.spec)].map(({ answer }) => answer)

    delete process.env['NOT_FOR_FUNCTIONS']
    assert.deepEqual(seen, [{ COLOR: 'red' }, { COLOR: 'blue' }])
  })

  it('does not load undici, and has no channel to its parent', async () => {
    start()
    const { spec } = define('return { modules: process.moduleLoadList, send: typeof process.send }')

    const { answer } = await invoke(spec)

    const { modules, send } = answer as { modules: string[]; send: string }
    assert.equal(send, 'undefined')
    assert.deepEqual(
      modules.filter((name) => name.includes('undici')),
      [],
    )
  })

  it('prints with the id of the request, in whole lines', async () => {
    start()
    const { spec } = define(
      `console.log('one', 2); console.error('bad\\nworse'); console.log('{"a":1}')`,
    )

    await invoke(spec)
    await pause(50)

    const lines = stripVTControlCharacters(printed).trim().split('\n').toSorted()
    assert.deepEqual(lines, ['bad #an-id-of', 'one 2 #an-id-of', 'worse', '{"a":1}'])
  })

  it('answers nothing as null', async () => {
    start()
    assert.equal((await invoke(define('').spec)).answer, null)
  })
})

describe('what goes wrong', () => {
  it('is told when a handler throws, and the instance stays', async () => {
    start()
    const { spec } = define(`calls++; if (event.bad) throw new TypeError('no'); return calls`, {
      top: 'let calls = 0',
    })

    const bad = await invoke(spec, { bad: true })
    const good = await invoke(spec)

    assert.deepEqual([bad.type, bad.message, good.answer], ['TypeError', 'no', 2])
  })

  it('ends what takes too long, also in a loop, and the next one gets a fresh instance', async () => {
    start()
    const { spec } = define('while (event.loop); return ++calls', {
      top: 'let calls = 0',
      timeout: 300,
    })
    await invoke(spec)

    const began = performance.now()
    const late = await invoke(spec, { loop: true })

    assert.equal(late.type, 'Sandbox.Timedout')
    assert.match(late.message, /^RequestId: an-id-of-its-own Error: Task timed out after 0\.30 sec/)
    assert.ok(performance.now() - began < 1000)
    assert.equal((await invoke(spec)).answer, 1)
  })

  it.each([
    ['process.exit(3)', 'Runtime.ExitError', /exit status 3/],
    ['process.exit(0)', 'Runtime.ExitError', /exited without providing a reason/],
    [`process.kill(process.pid, 'SIGKILL')`, 'Runtime.ExitError', /signal: SIGKILL/],
    ['process.abort()', 'Runtime.ExitError', /signal: SIGABRT/],
    [`setImmediate(() => { throw new RangeError('x') }); ${wait}`, 'RangeError', /^x$/],
    [`Promise.reject(new Error('nobody')); ${wait}`, 'Runtime.UnhandledPromiseRejection', /nobody/],
    [`${wait} const a = {}; a.a = a; return a`, 'TypeError', /circular/],
  ])('hurts its caller only: %s', async (body, type, message) => {
    start({ limit: 2 })
    const { spec } = define(`if (event.bad) { ${body} } ${wait} return 'fine'`)

    const [bad, ...others] = await Promise.all([
      invoke(spec, { bad: true }),
      ...[1, 2, 3].map(() => invoke(spec)),
    ])

    assert.equal(bad!.type, type)
    assert.match(bad!.message, message)
    assert.deepEqual(
      others.map(({ answer }) => answer),
      ['fine', 'fine', 'fine'],
    )
  })

  it('is told when memory runs out', async () => {
    start()
    const { spec } = define('const all = []; for (;;) all.push(new Array(1e5).fill(event.a))', {
      memory: 64,
      timeout: 15_000,
    })

    const { type } = await invoke(spec)

    assert.equal(type, 'Runtime.ExitError')
  })

  it.each([
    [`throw new Error('at the top')`, 'Error', /at the top/],
    [`import './nothing.mjs'`, 'Runtime.ImportModuleError', /nothing\.mjs/],
    ['const const', 'Runtime.UserCodeSyntaxError', /./],
    ['process.exit(1)', 'Runtime.ExitError', /exit status 1/],
    [`await new Promise(() => setInterval(() => {}, 1000))`, 'Sandbox.Timedout', /0\.60 seconds/],
  ])('is an error of the start: %s', async (top, type, message) => {
    start({ initSeconds: 0.6 })
    const { spec } = define('', { top })
    await pause(310)

    const outcome = await invoke(spec)

    assert.equal(outcome.initError?.errorType, type)
    assert.match(outcome.message, message)
  })

  it('is refused as AWS does: a callback, and no handler', async () => {
    start()
    const { spec } = define('', { top: 'export function old(event, context, callback) {}' })
    await pause(310)

    const old = await invoke({ ...spec, handlerMethod: 'old' })
    const none = await invoke({ ...spec, name: 'other', handlerMethod: 'none' })

    assert.equal(old.type, 'Runtime.CallbackHandlerDeprecated')
    assert.equal(none.type, 'Runtime.HandlerNotFound')
  })
})

describe('a pool', () => {
  const body = `running++; const most = running; ${wait} running--; return { most, pid: process.pid }`
  const top = 'let running = 0'
  type Answer = { most: number; pid: number }

  async function burst(spec: FunctionSpec, size: number): Promise<Answer[]> {
    const all = await Promise.all(Array.from({ length: size }, () => invoke(spec)))
    return all.map(({ answer }) => answer as Answer)
  }

  it('gives an instance one event at a time, and grows to its limit', async () => {
    start({ limit: 3 })
    const { spec } = define(body, { top })

    const answers = await burst(spec, 20)

    assert.ok(answers.every(({ most }) => most === 1))
    assert.equal(new Set(answers.map(({ pid }) => pid)).size, 3)
    assert.equal(pools!.count(spec.name), 3)
  })

  it('grows no further than helps where the machine has nothing left to give', async () => {
    start({ isBusy: () => true })
    const { spec } = define(body, { top })

    const answers = await burst(spec, 4 * availableParallelism())

    assert.ok(answers.every(({ most }) => most === 1))
    assert.equal(pools!.count(spec.name), availableParallelism())
  })

  it('grows there too for an event that waits for another one of the same function', async () => {
    start({ isBusy: () => true })
    const { spec } = define(
      'await new Promise((resolve) => setTimeout(resolve, 1500)); return process.pid',
    )

    const answers = await burst(spec, availableParallelism() + 1)

    assert.equal(new Set(answers).size, availableParallelism() + 1)
  })

  it('grows by few at a time, until those have shown what they take', async () => {
    start({ isBusy: () => false })
    const { spec } = define(
      'await new Promise((resolve) => setTimeout(resolve, 100)); return process.pid',
    )

    const answers = Array.from({ length: 4 * availableParallelism() }, () => invoke(spec))
    await Promise.race(answers)
    const count = pools!.count(spec.name)
    await Promise.all(answers)

    assert.equal(count, availableParallelism())
  })

  it('takes from idle functions when all together are at their limit', async () => {
    start({ total: 2 })
    const { spec: one } = define(body, { top })
    const { spec: two } = define(body, { top })
    const { spec: three } = define(body, { top })

    for (const spec of [one, two, three]) await burst(spec, 2)

    assert.equal(pools!.count(), 2)
    assert.ok(pools!.count(three.name) >= 1)
  })

  it('shrinks when it is idle', async () => {
    start({ limit: 3, idleSeconds: 0.1 })
    const { spec } = define(body, { top })
    await burst(spec, 20)

    await pause(400)
    const spare = pools!.count(spec.name)
    await pause(1200)

    assert.deepEqual([spare, pools!.count(spec.name)], [1, 0])
  })

  it('starts fresh for a new bundle, and drops nothing that runs', async () => {
    start({ limit: 1 })
    const { spec, write } = define(`${wait} return 'old'`)
    await invoke(spec)

    const running = invoke(spec, { wait: 400 })
    await pause(20)
    write(`return 'new'`)
    const began = performance.now()
    const next = await invoke(spec)
    const took = performance.now() - began

    assert.deepEqual([next.answer, (await running).answer], ['new', 'old'])
    assert.ok(took < 300, `${took} ms`)
    await pause(50)
    assert.equal(pools!.count(spec.name), 1)
  })

  it('waits for a bundle that is still being written', async () => {
    start()
    const { spec, write } = define('return 1')
    writeFileSync(spec.handlerFile, 'export async function hand')

    const answer = invoke(spec)
    await pause(100)
    write('return 2')

    assert.equal((await answer).answer, 2)
  })

  it('starts fresh for a new environment', async () => {
    start()
    const { spec } = define('return process.env.COLOR', { env: { COLOR: 'red' } })

    const answers = [await invoke(spec), await invoke({ ...spec, env: { COLOR: 'blue' } })]

    assert.deepEqual(
      answers.map(({ answer }) => answer),
      ['red', 'blue'],
    )
  })

  it('starts fresh for every event when it is asked to be cold', async () => {
    start({ isCold: true })
    const { spec } = define('return ++calls', { top: 'let calls = 0' })

    const answers = await Promise.all([invoke(spec), invoke(spec), invoke(spec)])

    assert.deepEqual(
      answers.map(({ answer, report }) => [answer, report!.init! > 0]),
      [1, 2, 3].map(() => [1, true]),
    )
  })

  it('answers what waits when it stops', async () => {
    start({ limit: 1 })
    const { spec } = define(`${wait} return 1`)

    const answers = [invoke(spec, { wait: 5000 }), invoke(spec)]
    await pause(200)
    pools!.stop()

    assert.ok((await Promise.all(answers)).every(({ type }) => type))
  })
})

describe('where the sandbox is another one', () => {
  it('says in one line that functions start anew, and leaves it as it is', () => {
    const require = createRequire(import.meta.url)
    const spawn = require('@architect/sandbox/src/invoke-lambda/exec/spawn.js') as unknown
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})

    const warm = installWarm()

    const lines = warn.mock.calls.map(String)
    warn.mockRestore()
    assert.equal(warm, undefined)
    assert.deepEqual(lines, [
      'Functions start anew for each event, which is slower: the sandbox is loaded already.',
    ])
    assert.equal(require('@architect/sandbox/src/invoke-lambda/exec/spawn.js'), spawn)
  })
})
