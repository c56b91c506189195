import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it, vi } from 'vitest'
import { useLog } from '../../test/use-log.ts'
import { keepCredentials } from '../aws/credentials.ts'

describe('keys to AWS', () => {
  const lines = useLog()
  const asked: string[] = []
  let answered = 0
  let lifetime = 3600
  let isBroken = false
  // What stands at 169.254.170.2 in a container, and at 169.254.169.254 on a machine of EC2.
  const server = createServer((request, response) => {
    const { authorization, 'x-aws-ec2-metadata-token': token } = request.headers
    asked.push(`${request.method} ${request.url} ${authorization ?? token ?? '-'}`)
    if (isBroken) return response.writeHead(500).end()
    if (request.url === '/latest/api/token') return response.end('t0ken')
    if (request.url?.endsWith('/security-credentials/')) return response.end('the-role')
    const Expiration = new Date(Date.now() + lifetime * 1000).toISOString()
    const AccessKeyId = `key-${++answered}`
    return response.end(
      JSON.stringify({ AccessKeyId, SecretAccessKey: 'secret', Token: 'session', Expiration }),
    )
  })
  let url = ''
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())

  it('that are given stay as they are', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'mine' }

    await keepCredentials(env)

    assert.deepEqual(env, { AWS_ACCESS_KEY_ID: 'mine' })
  })

  it('of a container are fetched with its token', async () => {
    const env: Record<string, string> = {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'secret-token',
    }

    const stop = await keepCredentials(env)
    stop()

    assert.equal(asked.at(-1), 'GET /v2/credentials secret-token')
    assert.match(env['AWS_ACCESS_KEY_ID']!, /^key-/)
    assert.equal(env['AWS_SESSION_TOKEN'], 'session')
  })

  it('of a machine are fetched by its role', async () => {
    const env: Record<string, string> = { AWS_EC2_METADATA_SERVICE_ENDPOINT: url }

    const stop = await keepCredentials(env)
    stop()

    assert.deepEqual(asked.slice(-3), [
      'PUT /latest/api/token -',
      'GET /latest/meta-data/iam/security-credentials/ t0ken',
      'GET /latest/meta-data/iam/security-credentials/the-role t0ken',
    ])
    assert.match(env['AWS_ACCESS_KEY_ID']!, /^key-/)
  })

  it('are replaced before they expire', async () => {
    // Five minutes ahead: so these are due at once.
    lifetime = 301
    const env: Record<string, string> = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2` }
    const stop = await keepCredentials(env)
    const first = env['AWS_ACCESS_KEY_ID']

    await vi.waitFor(() => assert.notEqual(env['AWS_ACCESS_KEY_ID'], first), { timeout: 3000 })

    stop()
    lifetime = 3600
  })

  it('that cannot be had stop a container from starting', async () => {
    isBroken = true

    await assert.rejects(
      keepCredentials({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2` }),
      /answered 500/,
    )

    isBroken = false
    assert.ok(!lines.some(({ message }) => message.includes('secret')))
  })

  it('are left to the client of AWS on a machine that has none', async () => {
    isBroken = true
    const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT: url }

    await keepCredentials(env)

    isBroken = false
    assert.deepEqual(Object.keys(env), ['AWS_EC2_METADATA_SERVICE_ENDPOINT'])
  })
})
