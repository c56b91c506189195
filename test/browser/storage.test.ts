import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startStorage, type Storage } from '#framework/local/storage.ts'
import { launch } from './browser.ts'

const Bucket = 'small-staging-covers'

describe('a page and the local S3', () => {
  let browser: Browser
  let storage: Storage
  let client: S3Client
  const servers: Server[] = []
  let own: Page
  let strange: Page

  beforeAll(async () => {
    browser = await launch()
    own = await openPage()
    strange = await openPage()
    const { origin } = new URL(own.url())
    storage = await startStorage({
      port: 0,
      buckets: [{ name: 'covers', physicalName: Bucket, cors: [origin] }],
      send: async () => undefined,
    })
    client = new S3Client({
      endpoint: storage.endpoint,
      region: 'us-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    })
  })
  afterAll(async () => {
    await browser.close()
    await storage.stop()
    for (const server of servers) server.close()
  })

  async function openPage(): Promise<Page> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end('<!doctype html><title>A page</title>')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    servers.push(server)
    const page = await browser.newPage()
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
    return page
  }

  const sign = (Key: string) =>
    createPresignedPost(client, {
      Bucket,
      Key,
      Conditions: [['content-length-range', 1, 1000]],
    })

  /** Posts a form from within a page, and reads the answer there. */
  const post = (page: Page, form: Awaited<ReturnType<typeof sign>>, size: number) =>
    page.evaluate(
      async ({ url, fields, bytes }) => {
        const body = new FormData()
        for (const [name, value] of Object.entries(fields)) body.append(name, value)
        body.append('file', new File(['x'.repeat(bytes)], 'a.txt', { type: 'text/plain' }))
        const response = await fetch(url, { method: 'POST', body }).catch(() => undefined)
        return (
          response && {
            status: response.status,
            etag: response.headers.get('etag'),
            text: await response.text(),
          }
        )
      },
      { ...form, bytes: size },
    )

  it('sends a file to a presigned address and reads it again', async () => {
    const put = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'put.txt' }))
    const get = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'put.txt' }))

    const seen = await own.evaluate(
      async ([to, from]) => {
        const headers = { 'content-type': 'text/plain' }
        const sent = await fetch(to!, { method: 'PUT', body: 'hello', headers })
        const got = await fetch(from!, { headers: { range: 'bytes=1-2' } })
        const part = got.headers.get('content-range')
        return [sent.status, sent.headers.get('etag'), got.status, part, await got.text()]
      },
      [put, get],
    )

    const etag = '"5d41402abc4b2a76b9719d911017c592"'
    assert.deepEqual(seen, [200, etag, 206, 'bytes 1-2/5', 'el'])
  })

  it('posts a form, and reads why one is refused', async () => {
    const done = await post(own, await sign('form.txt'), 5)
    const large = await post(own, await sign('large.txt'), 5_000_000)

    assert.equal(done?.status, 204)
    assert.match(done.etag!, /^"[0-9a-f]{32}"$/)
    assert.equal(large?.status, 400)
    assert.match(large.text, /<Code>EntityTooLarge<.*<ProposedSize>5000000</)
  })

  it('reads nothing from another origin', async () => {
    const get = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key: 'put.txt' }))

    const read = await strange.evaluate((url) => fetch(url).then(Boolean, () => false), get)

    assert.equal(read, false)
    assert.equal(await post(strange, await sign('strange.txt'), 5), undefined)
  })

  it('posts a form without any script, and is led on', async () => {
    const success_action_redirect = own.url()
    const { url, fields } = await createPresignedPost(client, {
      Bucket,
      Key: 'plain/${filename}',
      Fields: { success_action_redirect },
    })
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
    )
    await own.setContent(
      `<form method="post" enctype="multipart/form-data" action="${url}">${inputs.join('')}` +
        '<input type="file" name="file"><button>Send</button></form>',
    )

    const file = { name: 'a ü.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') }
    await own.setInputFiles('input[type=file]', file)
    await Promise.all([own.waitForURL(/etag=/), own.click('button')])

    assert.equal(new URL(own.url()).searchParams.get('key'), 'plain/a ü.txt')
    const object = await storage.get('covers', 'plain/a ü.txt')
    assert.equal(object?.body.toString(), 'hello')
  })
})
