import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { AppError } from '../errors.ts'
import { defineBucket, isRefusal } from '../storage.ts'

const covers = defineBucket('covers')

describe('a bucket that S3 does not answer for at once', () => {
  let server: Server
  let answers: [status: number, body?: string][]
  let asked: string[]

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      const [status, body = ''] = answers.shift() ?? [200]
      request.resume()
      // Nothing at all: the connection is cut.
      if (status === 0) return request.socket.destroy()
      const headers = { etag: '"e"', 'last-modified': new Date(0).toUTCString() }
      response.writeHead(status, headers).end(body)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    process.env['AWS_ENDPOINT_URL_S3'] =
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    process.env['BUCKET_COVERS'] = 'small-covers'
  })
  beforeEach(() => {
    answers = []
    asked = []
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const error = (code: string) => `<?xml version="1.0"?>\n<Error><Code>${code}</Code></Error>`
  const isUnavailable = (it: unknown) => it instanceof AppError && it.code === 'UNAVAILABLE'

  it('asks again while it is busy, and after a lost connection', async () => {
    answers = [[503, error('SlowDown')], [0], [200, 'hello']]

    const found = await covers.get('a')

    assert.equal(found!.bytes.toString(), 'hello')
    assert.equal(asked.length, 3)
  })

  it('gives up after some tries', async () => {
    answers = Array.from({ length: 10 }, () => [500, error('InternalError')])

    await assert.rejects(covers.head('a'), isUnavailable)
    assert.equal(asked.length, 4)
  })

  it('does not ask again for what is refused', async () => {
    answers = [[403, error('AccessDenied')]]

    await assert.rejects(covers.get('a'), (it) => isRefusal(it, 403))
    assert.equal(asked.length, 1)
  })

  it('reads an error that comes behind a 200', async () => {
    const copy = () => covers.copy('to', { bucket: covers, key: 'from', etag: 'e' })

    answers = [
      [200, error('InternalError')],
      [200, '<CopyObjectResult></CopyObjectResult>'],
    ]
    await copy()
    assert.equal(asked.length, 2)

    answers = [[200, error('PreconditionFailed')]]
    await assert.rejects(copy(), (it) => isRefusal(it, 412))

    answers = Array.from({ length: 10 }, () => [200, error('SlowDown')])
    await assert.rejects(copy(), isUnavailable)
  })

  it('knows that an upload was completed, though the answer was lost', async () => {
    const parts = [{ number: 1, size: 1, etag: 'e' }]

    answers = [[0], [404, error('NoSuchUpload')], [200]]
    await covers.uploads.complete('a', 'id', parts)

    answers = [[404, error('NoSuchUpload')], [404]]
    await assert.rejects(covers.uploads.complete('a', 'id', parts), (it) => isRefusal(it, 404))
  })

  it('that nobody declares is told by name', () => {
    assert.throws(() => defineBucket('other').signGet('a'), /BUCKET_OTHER is not set.*@buckets/)
  })
})
