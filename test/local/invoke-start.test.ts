import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { createProject, run, write, type Running } from '#framework/test/scratch-project.ts'

const boot = 'framework/local/boot.mjs'

const manifest = `@app
small

@aws
runtime typescript
timeout 2

@plugins
plugboard
  src framework/plugin.ts

@http
get /
post /
get /publish
get /context

@events
crashes
`

/** The first two tries end the process, in the two ways there are. */
const crashes = (file: string) => `import { appendFileSync, readFileSync } from 'node:fs'

export async function handler() {
  appendFileSync('${file}', 'x')
  const tries = readFileSync('${file}', 'utf8').length
  if (tries === 1) process.exit(0)
  if (tries === 2) process.kill(process.pid, 'SIGKILL')
}
`

const routes = {
  'app.arc': manifest,
  'src/http/get-index/index.ts': `
export async function handler(event) {
  const { how } = event.queryStringParameters ?? {}
  if (how === 'exit') process.exit(1)
  if (how === 'throw') throw new Error('thrown on purpose')
  if (how === 'loop') for (;;);
  if (how === 'large') return { statusCode: 200, body: 'x'.repeat(7_000_000) }
  console.log('a plain line')
  return { statusCode: 200, body: String(process.pid) }
}
`,
  'src/http/post-index/index.ts': `
export async function handler({ body }) {
  return { statusCode: 200, body: String(Buffer.from(body, 'base64').length) }
}
`,
  'src/http/get-context/index.ts': `
export async function handler(event, context) {
  const { requestContext } = event
  return { requestContext, context, execArgv: process.execArgv, now: Date.now() }
}
`,
  'src/http/get-publish/index.ts': `
import { defineEvent } from '#framework/events.ts'
import { z } from '#framework/validate.ts'
const crashes = defineEvent('crashes', { version: 1, schema: z.object({}) })
export async function handler() {
  await crashes.publish({})
  return { statusCode: 204 }
}
`,
}

async function start(folder: string, ...flags: string[]) {
  const port = await findFreePorts(20)
  const app = run(folder, [boot, 'start', '--port', String(port), ...flags])
  await app.prints(/Site\s+http/)
  const get = (path: string, init?: RequestInit) => fetch(`http://localhost:${port}${path}`, init)
  return { app, get, text: async (path: string) => (await get(path)).text() }
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, 'it did not happen within 15 seconds')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('npm start keeps functions warm', () => {
  let folder: string
  let app: Running
  let get: Awaited<ReturnType<typeof start>>['get']
  let text: (path: string) => Promise<string>

  beforeAll(async () => {
    folder = createProject(routes, { hasOwnFramework: true })
    write(folder, 'src/events/crashes/index.ts', crashes(`${folder}/tries.txt`))
    ;({ app, get, text } = await start(folder, '--reports'))
  })
  afterAll(async () => {
    app.child.kill('SIGKILL')
    await app.ends()
    rmSync(folder, { recursive: true, force: true })
  })

  it('serves one request after the other from one process', async () => {
    const pids = [await text('/'), await text('/'), await text('/')]

    assert.equal(new Set(pids).size, 1)
  })

  it('prints with the id of the request, and reports as Lambda does', async () => {
    await app.prints(/^a plain line #[\da-f]{8}$/m)
    await app.prints(/^REPORT RequestId: .*\tMemory Size: \d+ MB\t.*\tInit Duration: [\d.]+ ms$/m)
  })

  it('completes the request context', async () => {
    const { requestContext, context, execArgv } = JSON.parse(await text('/context')) as {
      requestContext: Record<string, unknown>
      context: Record<string, unknown>
      execArgv: string[]
    }

    assert.equal(requestContext['stage'], '$default')
    assert.equal(requestContext['domainName'], 'localhost')
    assert.equal(requestContext['requestId'], context['awsRequestId'])
    assert.equal(context['functionName'], '@http get /context')
    assert.deepEqual(
      execArgv.map((it) => it.replace(/=.*/, '')),
      ['--max-old-space-size'],
    )
  })

  it.each([
    ['exit', /Runtime\.ExitError.*exit status 1/],
    ['throw', /thrown on purpose/],
    ['loop', /Sandbox\.Timedout.*timed out after 2\.00 seconds/],
    ['large', /Function\.ResponseSizeTooLarge/],
  ])('answers 500 for a handler that goes wrong (%s), and serves on', async (how, message) => {
    const response = await get(`/?how=${how}`)

    assert.equal(response.status, 500)
    assert.match(await response.text(), message)
    assert.equal((await get('/')).status, 200)
  })

  it.each([
    ['Lambda', 4_720_000],
    ['API Gateway', 10_500_000],
  ])('answers 413 for a body that %s does not take', async (_who, bytes) => {
    const post = (size: number) => get('/', { method: 'POST', body: Buffer.alloc(size) })

    const refused = await post(bytes)
    const taken = await post(4_000_000)

    assert.equal(refused.status, 413)
    assert.deepEqual(await refused.json(), { message: 'Request Entity Too Large' })
    assert.equal(await taken.text(), '4000000')
    await app.prints(/^@http post \/: RequestEntityTooLargeException\. Request must be smaller/m)
  })

  it('tries an event again when its function ended with the process', async () => {
    assert.equal((await get('/publish')).status, 204)

    await until(() => existsSync(`${folder}/tries.txt`) && read('tries.txt').length === 3)
    assert.match(app.output(), /crashes.*attempt 1 of 3 failed.*exited without providing a reason/)
  })

  it('takes its instances along when it is killed, also one in an endless loop', async () => {
    const pid = Number(await text('/'))
    const loop = get('/?how=loop').catch(() => {})
    await new Promise((resolve) => setTimeout(resolve, 200))
    const { pid: itself } = JSON.parse(read('.plugboard/running.json')) as { pid: number }

    process.kill(itself, 'SIGKILL')

    await until(() => !isAlive(pid))
    await loop
  })

  const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8')
})

describe('npm start, asked for something else', () => {
  let folder: string
  let app: Running | undefined

  beforeAll(() => {
    folder = createProject(routes, { hasOwnFramework: true })
    write(folder, 'src/events/crashes/index.ts', 'export async function handler() {}\n')
  })
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true })
  })

  async function stop(): Promise<void> {
    app!.child.kill('SIGTERM')
    await app!.ends()
  }

  it('starts functions anew for each request with --cold', async () => {
    const started = await start(folder, '--cold')
    app = started.app

    const pids = [await started.text('/'), await started.text('/')]

    assert.equal(new Set(pids).size, 2)
    await stop()
  })

  it('starts with the clock as it was left, and says so', async () => {
    const ahead = 30 * 24 * 60 * 60 * 1000
    write(folder, '.plugboard/clock.json', JSON.stringify({ offset: ahead }))
    const started = await start(folder)
    app = started.app

    const { now, requestContext } = JSON.parse(await started.text('/context')) as {
      now: number
      requestContext: { timeEpoch: number }
    }

    await app.prints(/^The clock is 30 days ahead: .* UTC\. The console .* sets it back/m)
    await app.prints(/^ {2}Clock +30 days ahead: /m)
    assert.ok(Math.abs(now - Date.now() - ahead) < 10_000, String(now))
    assert.ok(Math.abs(now - requestContext.timeEpoch) < 5000, String(requestContext.timeEpoch))
    await stop()
    rmSync(`${folder}/.plugboard/clock.json`)
  })

  it('has functions struck by faults, and answers as API Gateway does', async () => {
    const rules = ['throw', 'timeout', 'kill'].map((kind) => ({ kind, target: '*', times: 1 }))
    write(folder, '.plugboard/faults.json', JSON.stringify({ rules }))
    const started = await start(folder)
    app = started.app

    const answers = []
    for (const _ of rules) answers.push(await started.get('/'))
    const spared = await started.get('/')

    for (const answer of answers) {
      assert.equal(answer.status, 500)
      assert.equal(answer.headers.get('content-type'), 'application/json')
      assert.equal(await answer.text(), '{"message":"Internal Server Error"}')
    }
    assert.equal(spared.status, 200)
    await app.prints(/Faults will strike: throw-1 at \*, timeout-1 at \*, kill-1 at \*\./)
    await app.prints(/Fault timeout-1 at @http get \/: it runs, and its answer is lost\./)
    await stop()
  })

  it('lets a debugger attach with --inspect', async () => {
    const first = await findFreePorts(5)
    const started = await start(folder, `--inspect=${first}`)
    app = started.app

    await started.text('/')

    await app.prints(new RegExp(`@http get /: a debugger can attach to 127\\.0\\.0\\.1:${first}`))
    const targets = await (await fetch(`http://127.0.0.1:${first}/json`)).json()
    assert.equal((targets as unknown[]).length, 1)
    await stop()
  })
})
