import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, it } from 'vitest'
import { createProject, run } from '#framework/test/scratch-project.ts'
import { moveOut, startServe, type ServeProcess } from './process.ts'

const toRoute = (body: string) => `export const handler = async () => {
  ${body}
}
`

const files = {
  'app.arc': `@app
small

@aws
runtime typescript
timeout 10

@plugins
plugboard
  src framework/plugin.ts

@http
get /
get /slow
get /crash
get /reject
get /picture

@scheduled
nightly cron(0 3 * * ? *)
`,
  'src/http/get-index/index.ts': toRoute(`return { hello: process.env['GREETING'] ?? 'world' }`),
  'src/http/get-slow/index.ts': toRoute(
    `await new Promise((resolve) => setTimeout(resolve, 1500))
  return { slow: true }`,
  ),
  'src/http/get-crash/index.ts': toRoute(
    `setTimeout(() => { throw new Error('out of reach') }, 0)
  return { crash: true }`,
  ),
  'src/http/get-reject/index.ts': toRoute(
    `void Promise.reject(new Error('nobody waits'))
  return { reject: true }`,
  ),
  // Native code is in no bundle, and the folder stands alone.
  'src/http/get-picture/index.ts': `import sharp from 'sharp'
export const handler = async () => {
  const create = { width: 8, height: 4, channels: 3, background: '#0a0' } as const
  const picture = await sharp({ create }).resize({ width: 4 }).png().toBuffer()
  const { format, width, height } = await sharp(picture).metadata()
  return { format, width, height }
}
`,
  'src/scheduled/nightly/index.ts': 'export const handler = async () => {}\n',
}

const env = {
  ARC_ENV: 'staging',
  APP_URL: 'https://www.example.com',
  APP_SECRET: 'x'.repeat(32),
  TABLE_PLUGBOARD_KEYS: 'keys',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
}

describe('npm run serve', () => {
  let project: string
  let folder: string
  const running: ServeProcess[] = []

  beforeAll(async () => {
    project = createProject(files)
    const build = run(project, ['framework/local/boot.mjs', 'serve', '--build'])
    assert.equal(await build.ends(), 0, build.output())
    folder = moveOut(project)
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((it) => it.end('SIGKILL')))
  })
  afterAll(() => {
    for (const path of [project, folder]) rmSync(path, { recursive: true, force: true })
  })

  async function start(args: string[] = [], more: Record<string, string> = {}) {
    const server = startServe(folder, { ...env, ...more }, ['--port', '0', ...args])
    running.push(server)
    const { port, left } = await server.says('serving')
    return {
      ...server,
      left,
      ask: (path: string) => fetch(`http://127.0.0.1:${String(port)}${path}`),
    }
  }

  /** Asks for what takes its time; when the next request is answered, it has begun. */
  async function beginSlow({ ask }: { ask: (path: string) => Promise<Response> }) {
    const answer = ask('/slow').then(
      (it) => it.json() as Promise<unknown>,
      (error: Error) => error,
    )
    await ask('/')
    return { answer }
  }

  it('serves with nothing but Node, and says what it leaves to Lambda', async () => {
    const { ask, left } = await start([], { GREETING: 'container' })

    assert.deepEqual(await (await ask('/')).json(), { hello: 'container' })
    assert.equal((await ask('/_plugboard/ready')).status, 200)
    assert.equal((await ask('/_plugboard/live')).status, 200)
    assert.deepEqual(left, ['@scheduled nightly'])
  })

  it('has packages with native code beside it', async () => {
    const { ask } = await start()

    const answer = (await (await ask('/picture')).json()) as unknown

    assert.deepEqual(answer, { format: 'png', width: 4, height: 2 })
  })

  it('is built, started and ended by npm', async () => {
    const command = ['framework/local/boot.mjs', 'serve']
    const npm = run(project, [...command, '--local', '--port', '0', '--host', '127.0.0.1'])
    await npm.prints(/Built 6 functions.*\n.*"message":"serving"/)
    const port = /"port":(\d+)/.exec(npm.output())![1]!

    assert.deepEqual(await (await fetch(`http://127.0.0.1:${port}/`)).json(), { hello: 'world' })
    npm.child.kill('SIGTERM')

    assert.equal(await npm.ends(), 0)
    assert.match(npm.output(), /"message":"stopped"/)
  })

  it('refuses an option before it builds', async () => {
    const npm = run(project, ['framework/local/boot.mjs', 'serve', '--prot', '80'])

    assert.equal(await npm.ends(), 1)
    assert.match(npm.output(), /--prot/)
    assert.doesNotMatch(npm.output(), /Built|at .*\.ts/)
  })

  it('finishes what is under way when it is told to end', async () => {
    const server = await start()
    const { answer } = await beginSlow(server)

    const code = server.end()

    assert.deepEqual(await answer, { slow: true })
    assert.equal(await code, 0)
    assert.match(server.output(), /"message":"stopping","why":"SIGTERM","requests":1/)
  })

  it('waits no longer than it may', async () => {
    const server = await start(['--grace', '0'])
    const { answer } = await beginSlow(server)

    assert.equal(await server.end(), 1)
    assert.ok((await answer) instanceof Error)
    assert.match(server.output(), /stopped in the middle of work/)
  })

  it('ends at once for who asks twice', async () => {
    const server = await start()
    const { answer } = await beginSlow(server)
    const began = performance.now()

    server.child.kill('SIGTERM')
    await server.says('stopping')

    assert.equal(await server.end(), 1)
    assert.ok(performance.now() - began < 1000)
    await answer
  })

  for (const [path, reason] of [
    ['/crash', 'out of reach'],
    ['/reject', 'nobody waits'],
  ] as const) {
    it(`ends after ${path}, which no handler caught, once others are answered`, async () => {
      const server = await start()
      const { answer } = await beginSlow(server)

      await server.ask(path).catch(() => {})

      assert.deepEqual(await answer, { slow: true })
      assert.equal(await server.ended(), 1)
      assert.match(server.output(), new RegExp(`"message":"crashed".*${reason}`))
    })
  }

  it('does not start without all that its functions read, and names every variable', async () => {
    const { APP_SECRET: _secret, TABLE_PLUGBOARD_KEYS: _keys, ...less } = env
    const server = startServe(folder, less, ['--port', '0'])
    running.push(server)

    assert.equal(await server.ended(), 1)
    assert.match(server.output(), /^APP_SECRET is not set/m)
    assert.match(server.output(), /^TABLE_PLUGBOARD_KEYS is not set/m)
    assert.doesNotMatch(server.output(), /serving/)
  })

  it('does not start at a port that is taken, and says so in a line', async () => {
    const first = await start()
    const { port } = await first.says('serving')
    const second = startServe(folder, env, ['--port', String(port)])
    running.push(second)

    assert.equal(await second.ended(), 1)
    assert.match(second.output(), /^Port \d+ cannot be listened on: .*EADDRINUSE.*--port\.$/m)
  })
})
