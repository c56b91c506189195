import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { copyProject, run } from '#framework/test/scratch-project.ts'
import { startBackend, type Backend } from './backend.ts'
import { moveOut, startServe, type ServeProcess } from './process.ts'

const everything = ['--only', 'http,queues,schedules,events', '--poll', '1']

describe('the site as one process, without Lambda', () => {
  let project: string
  let folder: string
  let backend: Backend
  const running: ServeProcess[] = []

  beforeAll(async () => {
    project = copyProject()
    const build = run(project, ['framework/local/boot.mjs', 'serve', '--build'])
    assert.equal(await build.ends(), 0, build.output())
    folder = moveOut(project)
    backend = await startBackend(project)
  })
  afterAll(async () => {
    for (const server of running) await server.end('SIGKILL')
    await backend?.stop()
    for (const path of [project, folder]) rmSync(path, { recursive: true, force: true })
  })

  async function start(env: Record<string, string>, port = backend.port): Promise<ServeProcess> {
    const server = startServe(folder, { ...backend.env, ...env }, [
      '--port',
      String(port),
      ...everything,
    ])
    running.push(server)
    await server.says('serving')
    return server
  }

  /** The whole suite; answers how many of its assertions hold. */
  async function runAcceptance(): Promise<number> {
    const { port, outbox } = backend
    process.env['BASE_URL'] = `http://localhost:${port}`
    if (outbox) process.env['OUTBOX_URL'] = outbox.replace(/\/$/, '')
    const suite = run(project, ['framework/cli/acceptance.ts'])
    assert.equal(await suite.ends(), 0, suite.output().slice(-8000))
    return Number(/passing:\D*(\d+)/.exec(suite.output())?.[1])
  }

  it('passes the acceptance suite: pages, sign-in, GraphQL, events, queues, mail', async () => {
    const server = await start({})

    const passed = await runAcceptance()

    assert.ok(passed > 100, `${passed} assertions`)
    assert.doesNotMatch(server.output(), /"level":"error"/)
    assert.equal(await server.end(), 0)
  })

  it('passes it as two containers at once, of which one answers and both work', async () => {
    const [server, worker] = [await start({}), await start({}, 0)]

    await runAcceptance()

    assert.equal(await worker.end(), 0)
    assert.equal(await server.end(), 0)
  })

  it('passes it as a deployed stage, where nothing of the local cloud is let pass', async () => {
    const server = await start({
      ARC_ENV: 'staging',
      APP_SECRET: randomBytes(32).toString('hex'),
    })

    const passed = await runAcceptance()

    assert.ok(passed > 60, `${passed} assertions`)
    assert.equal(await server.end(), 0)
  })

  it('leaves no message behind', () => {
    const left = backend.engine.listQueues().filter(({ ready, inFlight }) => ready + inFlight > 0)

    assert.deepEqual(left, [])
  })
})
