import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { afterEach, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { ask, Bucket, useStorage } from './use-storage.ts'

describe('a presigned address', () => {
  const { send, presign, client, storage } = useStorage()
  afterEach(uninstallClock)

  it('opens one object, for reading', async () => {
    await send('PutObject', { Key: 'ä b/c+d.txt', Body: 'hello', ContentType: 'text/plain' })
    const url = await presign('GetObject', { Key: 'ä b/c+d.txt' })

    const got = await fetch(url)

    assert.deepEqual([got.status, await got.text()], [200, 'hello'])
    assert.equal(got.headers.get('content-type'), 'text/plain')
    assert.equal((await ask(url, { method: 'DELETE' })).code, 'SignatureDoesNotMatch')
    assert.equal((await ask(url, { method: 'PUT' })).code, 'SignatureDoesNotMatch')
    assert.equal((await ask(url.replace('c%2Bd', 'other'))).code, 'SignatureDoesNotMatch')
  })

  it('opens one key, for writing, as the SDK makes it by default', async () => {
    const url = await presign('PutObject', { Key: 'put.txt', Metadata: { by: 'ada' } })

    const put = await fetch(url, {
      method: 'PUT',
      body: 'hello',
      headers: { 'content-type': 'text/plain' },
    })

    assert.equal(put.status, 200, await put.text())
    const { Metadata, ContentType, ContentLength } = await send('HeadObject', { Key: 'put.txt' })
    assert.deepEqual([Metadata, ContentType, ContentLength], [{ by: 'ada' }, 'text/plain', 5])
  })

  it('opens one object, for a look', async () => {
    await send('PutObject', { Key: 'head', Body: 'hello' })
    const url = await presign('HeadObject', { Key: 'head' })

    const head = await ask(url, { method: 'HEAD' })

    assert.deepEqual([head.status, head.headers['content-length'], head.text], [200, '5', ''])
    assert.equal((await ask(url)).code, 'SignatureDoesNotMatch')
  })

  it('holds the upload to the length that was signed', async () => {
    const url = await presign('PutObject', { Key: 'length', ContentLength: 5 })

    const long = await ask(url, { method: 'PUT', body: 'hello!' })
    const right = await ask(url, { method: 'PUT', body: 'hello' })

    assert.deepEqual([long.status, long.code], [403, 'SignatureDoesNotMatch'])
    assert.equal(right.status, 200)
  })

  it('holds the upload to the type that was signed', async () => {
    const options = { signableHeaders: new Set(['content-type']) }
    const url = await presign('PutObject', { Key: 'type', ContentType: 'image/png' }, options)
    const put = (type: string) =>
      ask(url, { method: 'PUT', body: 'x', headers: { 'content-type': type } })

    assert.equal((await put('text/html')).code, 'SignatureDoesNotMatch')
    assert.equal((await ask(url, { method: 'PUT', body: 'x' })).code, 'SignatureDoesNotMatch')
    assert.equal((await put('image/png')).status, 200)
  })

  it('holds the upload to the checksum that was signed', async () => {
    const ChecksumSHA256 = createHash('sha256').update('hello').digest('base64')
    const options = { unhoistableHeaders: new Set(['x-amz-checksum-sha256']) }
    const url = await presign('PutObject', { Key: 'sum', ChecksumSHA256 }, options)
    const put = (body: string, sum = ChecksumSHA256) =>
      ask(url, { method: 'PUT', body, headers: { 'x-amz-checksum-sha256': sum } })

    assert.equal((await put('other')).code, 'BadDigest')
    const other = createHash('sha256').update('other').digest('base64')
    assert.equal((await put('other', other)).code, 'SignatureDoesNotMatch')
    assert.equal((await ask(url, { method: 'PUT', body: 'x' })).code, 'SignatureDoesNotMatch')
    assert.equal((await put('hello')).status, 200)
  })

  it('takes no x-amz- header that was not signed', async () => {
    const url = await presign('PutObject', { Key: 'header' })

    const { status, code, text } = await ask(url, {
      method: 'PUT',
      headers: { 'x-amz-meta-role': 'admin' },
    })

    assert.deepEqual([status, code], [403, 'AccessDenied'])
    assert.match(text, /<HeadersNotSigned>x-amz-meta-role</)
  })

  it('ends at its time, on the local cloud’s clock', async () => {
    await send('PutObject', { Key: 'time', Body: 'x' })
    installClock()
    const url = await presign('GetObject', { Key: 'time' }, { expiresIn: 60 })

    await clock.advance({ seconds: 59 })
    const before = await ask(url)
    await clock.advance({ seconds: 2 })
    const after = await ask(url)

    assert.equal(before.status, 200)
    assert.deepEqual(
      [after.status, after.code, after.message],
      [403, 'AccessDenied', 'Request has expired'],
    )
    assert.match(after.text, /<X-Amz-Expires>60<\/X-Amz-Expires><Expires>\d{4}-.*Z<\/Expires>/)
  })

  it('is made by a client that follows the clock, whatever the machine’s says', async () => {
    installClock()
    const by = client()
    await send('PutObject', { Key: 'skew', Body: 'x' }, by)

    await clock.advance({ days: 30 })
    await send('GetObject', { Key: 'skew' }, by)
    await send('GetObject', { Key: 'skew' }, by)
    await clock.jump({ days: -60 })

    const { ETag } = await send('HeadObject', { Key: 'skew' }, by)
    assert.ok(ETag)
  })

  it('does not begin before it is signed', async () => {
    const signingDate = new Date(Date.now() + 60 * 60_000)
    const url = await presign('GetObject', { Key: 'time' }, { signingDate })

    const { status, message } = await ask(url)

    assert.deepEqual([status, message], [403, 'Request is not yet valid'])
  })

  it('lasts a week at most, and is well-formed', async () => {
    const url = await presign('GetObject', { Key: 'a' })
    const change = (name: string, value: string) => {
      const changed = new URL(url)
      changed.searchParams.set(name, value)
      return changed.href
    }
    const without = new URL(url)
    without.searchParams.delete('X-Amz-Date')
    const urls = [
      change('X-Amz-Expires', '604801'),
      change('X-Amz-Expires', '-1'),
      change('X-Amz-Expires', 'soon'),
      change('X-Amz-Date', 'today'),
      change('X-Amz-Algorithm', 'AWS5'),
      change('X-Amz-Credential', 'local'),
      change('X-Amz-Credential', 'local/20200101/us-west-2/s3/aws4_request'),
      without.href,
    ]

    for (const it of urls) {
      const { status, code } = await ask(it)
      assert.deepEqual([status, code], [400, 'AuthorizationQueryParametersError'], it)
    }
    assert.equal((await ask(change('X-Amz-Expires', '600'))).code, 'SignatureDoesNotMatch')
  })

  it('puts other headers in place of those that the object has', async () => {
    await send('PutObject', { Key: 'override', Body: 'x', ContentType: 'text/plain' })
    const url = await presign('GetObject', {
      Key: 'override',
      ResponseContentType: 'application/pdf',
      ResponseContentDisposition: 'attachment; filename="a b.pdf"',
      ResponseCacheControl: 'no-store',
      ResponseContentLanguage: 'de',
    })

    const { headers } = await ask(url)

    assert.equal(headers['content-type'], 'application/pdf')
    assert.equal(headers['content-disposition'], 'attachment; filename="a b.pdf"')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['content-language'], 'de')
  })

  it('puts nothing in place that a header cannot carry', async () => {
    for (const ResponseContentDisposition of ['attachment; filename="日.pdf"', 'a\r\nx-b: c']) {
      const url = await presign('GetObject', { Key: 'override', ResponseContentDisposition })

      const { status, code } = await ask(url)

      assert.deepEqual([status, code], [400, 'InvalidArgument'])
    }
  })

  it('works in both styles, as it was signed', async () => {
    await send('PutObject', { Key: 'style/a', Body: 'x' })
    const { port } = storage()
    const hosted = client({ endpoint: `http://localhost:${port}` })
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')

    const url = new URL(
      await getSignedUrl(hosted, new GetObjectCommand({ Bucket, Key: 'style/a' })),
    )

    assert.equal(url.host, `${Bucket}.localhost:${port}`)
    const { host } = url
    url.hostname = '127.0.0.1'
    const { status, text } = await ask(url.href, { headers: { host } })
    assert.deepEqual([status, text], [200, 'x'])
  })
})
