import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { send } from '../request.ts'

let answer: (response: ServerResponse) => void
const server = createServer((_request, response) => answer(response))
let url: string

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

describe('a request to the provider', () => {
  it('answers what came, in however many pieces', async () => {
    answer = (response) => {
      response.writeHead(201)
      response.write('{"ke')
      setImmediate(() => response.end('ys":"ü"}'))
    }

    assert.deepEqual(await send(url), { status: 201, body: '{"keys":"ü"}' })
  })

  it('fails when the answer is cut off', async () => {
    answer = (response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('{"keys":', () => response.destroy())
    }

    await assert.rejects(send(url), { code: 'ECONNRESET' })
  })

  it('fails when the answer is larger than any of a provider', async () => {
    answer = (response) => response.end('x'.repeat(300 * 1024))

    await assert.rejects(send(url), /more than 262144 bytes/)
  })

  it('fails when nothing or only a part has come after three seconds', async () => {
    answer = () => {}
    const silent = send(url)
    await once(server, 'request')
    answer = (response) => response.writeHead(200).write('{')
    const slow = send(url)

    await Promise.all([silent, slow].map((it) => assert.rejects(it, /no whole answer within 3000/)))
  })

  it('fails when nobody listens', async () => {
    await assert.rejects(send('http://127.0.0.1:1/'), { code: 'ECONNREFUSED' })
  })
})
