import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openBundle } from '#framework/build/functions.ts'
import { listLambdas, readManifest } from '#framework/manifest.ts'
import { startProvider, type TestProvider } from './provider.ts'

const build = mkdtempSync(join(tmpdir(), 'plugboard-auth-'))
let provider: TestProvider
let inputs: string[]

beforeAll(async () => {
  provider = await startProvider()
  const inv = await readManifest()
  const lambda = listLambdas(inv).find(({ name }) => name === 'get /account')!
  const options = { inv, minify: true, assets: () => assets }
  const context = await openBundle({ ...lambda, build }, options)
  const { outputFiles, metafile } = await context.rebuild()
  await context.dispose()

  for (const { path, contents } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, contents)
  }
  inputs = Object.keys(metafile.inputs)
})
afterAll(async () => {
  await provider.stop()
  rmSync(build, { recursive: true, force: true })
})

describe('a function that asks who somebody is', () => {
  it('checks a token without loading undici', async () => {
    const token = provider.sign({ gty: 'client-credentials' })
    const { status, loaded } = await invokeInNewProcess(token)

    // A program: it was let in, and has no account to be shown.
    assert.equal(status, 403)
    assert.equal(provider.asked, 1)
    assert.deepEqual(
      loaded.filter((name) => /undici/.test(name)),
      [],
    )
  })

  it('has of jose what checks a token, and nothing that fetches', () => {
    const jose = inputs.filter((file) => file.includes('/jose/'))

    assert.ok(jose.some((file) => file.endsWith('jwt/verify.js')))
    assert.deepEqual(
      jose.filter((file) => /jwks|jwe|remote/.test(file)),
      [],
    )
  })
})

async function invokeInNewProcess(token: string): Promise<{ status: number; loaded: string[] }> {
  const program = `
    const { handler } = await import(${JSON.stringify(join(build, 'index.mjs'))})
    const { statusCode: status } = await handler({
      version: '2.0',
      rawPath: '/account',
      headers: { authorization: 'Bearer ' + process.env.TOKEN, host: 'localhost' },
      requestContext: { requestId: 'test', http: { method: 'GET', path: '/account' } },
    })
    process.stdout.write(JSON.stringify({ status, loaded: process.moduleLoadList }))`
  const parameters = ['--input-type=module', '--eval', program]
  const env = { ...process.env, TOKEN: token, LOG_LEVEL: 'silent' }
  const { stdout } = await promisify(execFile)(process.execPath, parameters, { env })
  return JSON.parse(stdout) as { status: number; loaded: string[] }
}

// Every name has an address: what the browser loads is not looked at here.
const assets = new Proxy({}, { get: () => '/x', ownKeys: () => [] }) as Record<string, string>
