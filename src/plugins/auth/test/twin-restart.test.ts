import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { createApplication, refusalOf, type Application } from './twin-client.ts'
import { startTwin, type TestTwin } from './twin-running.ts'

describe('the twin of Auth0, started again', () => {
  let twin: TestTwin
  let app: Application
  let child: ChildProcess | undefined

  beforeEach(async () => {
    twin = await startTwin()
    app = await createApplication(twin)
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    await twin.stop()
  })

  const keys = async () => (await fetch(`${twin.origin}/.well-known/jwks.json`)).text()
  const isSignedIn = async () => {
    const { url } = await app.browser.open((await app.begin({ prompt: 'none' })).url)
    return url.searchParams.has('code')
  }

  it('knows people, sessions, refresh tokens, keys and settings', async () => {
    const { refresh_token: token } = await app.signIn('writer')
    const used = await app.refresh(token!)
    await twin.post('/twin/settings', { accessToken: 90 })
    const before = await keys()

    await twin.restart()

    assert.equal(await keys(), before)
    assert.equal(await isSignedIn(), true)
    assert.equal((await app.refresh(used.refresh_token!)).expires_in, 90)
    assert.equal((await refusalOf(app.refresh(token!))).code, 'invalid_grant')
  })

  it('leaves deleted people deleted, until they are brought back', async () => {
    const { claims } = await app.signIn('reader')
    await twin.console.act('delete', claims()!.sub)
    const list = async () => (await twin.console.state()).sections[0]!.rows.map(({ id }) => id)

    await twin.restart()
    const without = await list()
    await twin.console.act('restore-people')

    assert.equal(without.includes(claims()!.sub), false)
    assert.equal((await list()).includes(claims()!.sub), true)
  })

  it('knows all of it after kill -9, too', async () => {
    await twin.halt()
    await startChild()
    const { refresh_token: token } = await app.signIn('writer')
    const second = await app.refresh(token!)

    await kill()
    await startChild()

    assert.equal(await isSignedIn(), true)
    assert.ok((await app.refresh(second.refresh_token!)).refresh_token)
    assert.equal((await refusalOf(app.refresh(token!))).code, 'invalid_grant')
  })

  /** The same folder and port, in a process that can be killed. */
  async function startChild(): Promise<void> {
    const file = fileURLToPath(new URL('./twin-process.ts', import.meta.url))
    child = spawn(process.execPath, [file, String(twin.port), twin.stateDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    await once(child.stdout!, 'data')
  }

  async function kill(): Promise<void> {
    const ended = once(child!, 'exit')
    child!.kill('SIGKILL')
    await ended
  }
})
