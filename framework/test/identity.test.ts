import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { virtualSource } from '../build/virtual.ts'
import { kernelErrors } from '../errors.ts'
import { http, json, type HttpEvent } from '../http.ts'
import type { Inventory } from '../manifest.ts'
import { defineService } from '../service.ts'
import { write } from './scratch-project.ts'

const project = mkdtempSync(join(tmpdir(), 'plugboard-identity-'))
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('plugboard:identity', () => {
  it('is the identity.ts of the service that has one', () => {
    write(project, 'people/identity.ts', '')

    const source = toSource('people', 'other')

    assert.equal(
      source,
      `export { default as identity } from ${JSON.stringify(join(project, 'people/identity.ts'))}`,
    )
  })

  it('is nobody where no service has one', () => {
    assert.equal(toSource('other'), 'export const identity = undefined')
  })

  it('names those that have one, where there are two', () => {
    write(project, 'persons/identity.ts', '')

    assert.throws(
      () => toSource('people', 'persons'),
      /people and persons each have an identity\.ts/,
    )
  })
})

describe('an error that a person can mend elsewhere', () => {
  const handler = http(() => {
    throw kernelErrors.FORBIDDEN({ redirect: '/sign-in?return=%2F' })
  })
  const ask = (method: string, headers: Record<string, string>) => handler(toEvent(method, headers))

  it('sends a browser there that opens a page', async () => {
    for (const mode of [{}, { 'sec-fetch-mode': 'navigate' }]) {
      const { statusCode, headers } = await ask('GET', { accept: 'text/html,*/*', ...mode })

      assert.equal(statusCode, 303)
      assert.equal(headers['location'], '/sign-in?return=%2F')
      assert.equal(headers['cache-control'], 'no-store')
    }
  })

  it('is told to programs, to scripts, and to who posts', async () => {
    const answers = [
      await ask('GET', { accept: 'application/json' }),
      await ask('GET', { accept: 'text/html', 'sec-fetch-mode': 'cors' }),
      await ask('POST', { accept: 'text/html' }),
    ]

    for (const { statusCode, headers } of answers) {
      assert.equal(statusCode, 403)
      assert.equal(headers['location'], undefined)
    }
  })

  it('is not shown in problem details', async () => {
    const { body } = await ask('GET', {})

    assert.doesNotMatch(body, /sign-in/)
  })

  it('leaves answers alone that are no errors', async () => {
    const fine = http(() => json({ ok: true }))

    assert.equal((await fine(toEvent('GET', { accept: 'text/html' }))).statusCode, 200)
  })
})

function toSource(...names: string[]): string {
  const plugins = Object.fromEntries(
    names.map((name) => [
      name,
      defineService({ name, dir: join(project, name), description: name }),
    ]),
  )
  const inv = { plugins, _project: { cwd: project } } as unknown as Inventory
  return virtualSource('plugboard:identity', inv, {})
}

function toEvent(method: string, headers: Record<string, string>): HttpEvent {
  return {
    version: '2.0',
    rawPath: '/',
    headers,
    requestContext: { requestId: 'test', domainName: 'localhost', http: { method, path: '/' } },
  }
}
