import assert from 'node:assert/strict'
import { brotliDecompressSync } from 'node:zlib'
import { request as ask } from 'node:http'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { describe, it } from 'vitest'
import { useWeb } from './use-web.ts'

const script = 'console.log("hello")\n'.repeat(200)

describe('a static file', () => {
  const app = useWeb(
    { 'any /*': 'async () => ({ statusCode: 200, body: "the app" })' },
    {
      files: {
        'build/app-ABCD1234.js': script,
        'build/chunks/x-ABCD1234.js': 'x',
        'favicon.svg': '<svg></svg>',
        'a file.txt': 'text',
      },
    },
  )

  it('with a hash in its name is kept for good', async () => {
    for (const path of ['/_static/build/app-ABCD1234.js', '/_static/build/chunks/x-ABCD1234.js']) {
      const { headers } = await app.ask(path)

      assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
    }
  })

  it('without one is asked for again, and not sent again', async () => {
    const first = await app.ask('/_static/favicon.svg')
    const etag = first.headers.get('etag')!

    const again = await app.ask('/_static/favicon.svg', { headers: { 'if-none-match': etag } })

    assert.equal(first.headers.get('cache-control'), 'public, max-age=0, must-revalidate')
    assert.equal(again.status, 304)
    assert.equal(await again.text(), '')
  })

  it('is sent compressed to who understands it', async () => {
    const path = '/_static/build/app-ABCD1234.js'

    const small = await read(path, { 'accept-encoding': 'gzip, br' })
    const plain = await read(path, { 'accept-encoding': 'br;q=0, gzip' })

    assert.equal(small.headers['content-encoding'], 'br')
    assert.equal(brotliDecompressSync(small.body).toString(), script)
    assert.ok(small.body.length < script.length / 5)
    assert.equal(plain.headers['content-encoding'], undefined)
    assert.equal(plain.body.toString(), script)
    assert.equal(plain.headers['vary'], 'accept-encoding')
  })

  it('is found by its encoded name, and by HEAD', async () => {
    assert.equal(await (await app.ask('/_static/a%20file.txt')).text(), 'text')
    const head = await app.ask('/_static/a%20file.txt', { method: 'HEAD' })
    assert.equal(head.headers.get('content-length'), '4')
  })

  it('is none of those beside the folder, and no compressed copy', async () => {
    for (const path of [
      '/_static/../functions/0.mjs',
      '/_static/%2e%2e/functions/0.mjs',
      '/_static/..%2ffunctions/0.mjs',
      '/_static/build/app-ABCD1234.js.br',
      '/_static/unknown.js',
      '/_static/',
    ]) {
      const { status, body } = await read(path)
      assert.equal(status, 404, path)
      assert.doesNotMatch(body.toString(), /handler/)
    }
  })

  /** With the path as it stands: `fetch` takes dots out of it. */
  async function read(path: string, headers: Record<string, string> = {}) {
    const { hostname, port } = new URL(app.url)
    const request = ask({ hostname, port, path, headers }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk as Buffer)
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks),
    }
  }
})
