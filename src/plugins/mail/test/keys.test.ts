import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { deliver } from '../ses.ts'

describe('a mail', () => {
  const signed: string[] = []
  // A SES that takes everything, and notes whose key it was signed with.
  const server = createServer((request, response) => {
    signed.push(/Credential=([^/]+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody')
    response.setHeader('content-type', 'application/json')
    response.end('{"MessageId":"1"}')
  })
  const before = { ...process.env }
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${port}`,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'us-west-2',
      MAIL_FROM: 'post@example.com',
    })
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  })

  // A container outlives its keys.
  it('is signed with the keys of the moment', async () => {
    for (const key of ['first', 'second']) {
      process.env['AWS_ACCESS_KEY_ID'] = key
      await deliver({ to: 'ada@example.org', subject: 'Hello', text: 'Hello' })
    }

    assert.deepEqual(signed, ['first', 'second'])
  })
})
