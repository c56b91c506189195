import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'vitest'
import { signHeaders, type SignOptions } from './sign-s3.ts'
import { ask, Bucket, useStorage } from './use-storage.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('a signature', () => {
  const { send, refused, client, storage, lines } = useStorage()
  const urlOf = (path: string) => `${storage().endpoint}/${Bucket}${path}`

  async function signed(options: Partial<SignOptions> & { body?: string; path?: string } = {}) {
    const { body = '', path = '/signed', method = 'GET', ...more } = options
    const url = urlOf(path)
    const { headers } = signHeaders({ method, url, payload: sha256(body), ...more })
    return ask(url, { method, headers, body })
  }

  it('opens what it is for', async () => {
    const put = await signed({ method: 'PUT', body: 'hello' })
    const got = await signed()

    assert.deepEqual([put.status, got.status, got.text], [200, 200, 'hello'])
  })

  it('is needed for everything', async () => {
    for (const [method, path] of [
      ['GET', '/signed'],
      ['PUT', '/signed'],
      ['DELETE', '/signed'],
      ['GET', '/?list-type=2'],
      ['POST', '/?delete'],
      ['GET', '/no-such-key'],
    ] as const) {
      const { status, code } = await ask(urlOf(path), { method })

      assert.deepEqual([status, code], [403, 'AccessDenied'], `${method} ${path}`)
    }
    assert.equal((await ask(storage().endpoint)).code, 'AccessDenied')
  })

  it('is that of somebody who is known', async () => {
    const stranger = client({ credentials: { accessKeyId: 'AKIA', secretAccessKey: 'local' } })
    const wrong = client({ credentials: { accessKeyId: 'local', secretAccessKey: 'guessed' } })
    const token = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'x' }

    assert.equal(await refused('GetObject', { Key: 'a' }, stranger), '403 InvalidAccessKeyId')
    assert.equal(await refused('GetObject', { Key: 'a' }, wrong), '403 SignatureDoesNotMatch')
    const withToken = client({ credentials: token })
    assert.equal(await refused('GetObject', { Key: 'a' }, withToken), '400 InvalidToken')
  })

  it('says what it was expected to be over', async () => {
    const { text } = await signed({ secret: 'guessed' })

    assert.match(text, /<StringToSign>AWS4-HMAC-SHA256\n/)
    assert.match(text, /<CanonicalRequest>GET\n/)
    assert.match(lines.join(), /was refused: SignatureDoesNotMatch/)
  })

  it('is not good for another method, path, query, or header', async () => {
    const url = urlOf('/signed?x-id=GetObject')
    const { headers } = signHeaders({ method: 'GET', url, headers: { range: 'bytes=0-1' } })
    const codes = await Promise.all([
      ask(url, { headers }),
      ask(url, { method: 'DELETE', headers }),
      ask(url.replace('/signed', '/other'), { headers }),
      ask(url.replace('GetObject', 'Other'), { headers }),
      ask(url, { headers: { ...headers, range: 'bytes=0-4' } }),
      ask(url, { headers: { ...headers, host: `localhost:${storage().port}` } }),
    ])

    assert.deepEqual(
      codes.map(({ code, status }) => code ?? status),
      [206, ...Array.from({ length: 5 }, () => 'SignatureDoesNotMatch')],
    )
  })

  it('is over every x-amz- header and the host', async () => {
    const meta = { 'x-amz-meta-a': 'b' }

    const header = await signed({ method: 'PUT', headers: meta, unsigned: ['x-amz-meta-a'] })
    const host = await signed({ unsigned: ['host'] })

    assert.deepEqual([header.status, header.code], [403, 'AccessDenied'])
    assert.match(header.text, /<HeadersNotSigned>x-amz-meta-a</)
    assert.match(host.text, /<HeadersNotSigned>host</)
  })

  it('is over the body', async () => {
    const { status, code } = await signed({
      method: 'PUT',
      body: 'hello',
      payload: sha256('other'),
    })

    assert.deepEqual([status, code], [400, 'XAmzContentSHA256Mismatch'])
  })

  it('may leave the body out', async () => {
    const { status } = await signed({ method: 'PUT', body: 'hello', payload: 'UNSIGNED-PAYLOAD' })

    assert.equal(status, 200)
  })

  it('is made within a quarter of an hour', async () => {
    const minutes = (count: number) => new Date(Date.now() + count * 60_000)

    const late = await signed({ time: minutes(-16) })
    const early = await signed({ time: minutes(16) })

    assert.deepEqual([late.status, late.code], [403, 'RequestTimeTooSkewed'])
    assert.match(late.text, /<MaxAllowedSkewMilliseconds>900000</)
    assert.equal(early.code, 'RequestTimeTooSkewed')
    assert.equal((await signed({ time: minutes(-14) })).status, 200)
  })

  it('is for this day, region and service', async () => {
    const as = (credential: SignOptions['credential']) => signed({ credential: credential! })

    const region = await as((day) => `local/${day}/eu-west-1/s3/aws4_request`)
    const codes = await Promise.all([
      as((day) => `local/${day}/us-west-2/sqs/aws4_request`),
      as((day) => `local/${day}/us-west-2/s3/aws5_request`),
      as(() => 'local/20200101/us-west-2/s3/aws4_request'),
      as(() => 'local'),
    ])

    assert.equal(region.code, 'AuthorizationHeaderMalformed')
    assert.match(region.message!, /the region 'eu-west-1' is wrong; expecting 'us-west-2'/)
    for (const { status, code } of codes) {
      assert.deepEqual([status, code], [400, 'AuthorizationHeaderMalformed'])
    }
  })

  it('is well-formed, of version 4, and the only one', async () => {
    const { headers } = signHeaders({ method: 'GET', url: urlOf('/a') })
    const { authorization, ...others } = headers as Record<string, string>
    const { 'x-amz-content-sha256': _hash, ...noHash } = others
    const { 'x-amz-date': _date, ...noDate } = others
    const codes = await Promise.all([
      ask(urlOf('/a'), { headers: { ...others, authorization: 'Bearer abc' } }),
      ask(urlOf('/a'), { headers: { ...others, authorization: 'AWS local:abc' } }),
      ask(urlOf('/a?Signature=abc&AWSAccessKeyId=local'), {}),
      ask(urlOf('/a?X-Amz-Algorithm=AWS4-HMAC-SHA256'), { headers }),
      ask(urlOf('/a'), { headers: { ...others, authorization: authorization!.split(',')[0]! } }),
      ask(urlOf('/a'), { headers: { ...noHash, authorization: authorization! } }),
      ask(urlOf('/a'), { headers: { ...noDate, authorization: authorization! } }),
      ask(urlOf('/a'), {
        headers: { ...others, authorization: authorization!, 'x-amz-content-sha256': 'abc' },
      }),
    ])

    assert.deepEqual(
      codes.map(({ code }) => code),
      [
        'InvalidArgument',
        'InvalidRequest',
        'InvalidRequest',
        'InvalidArgument',
        'AuthorizationHeaderMalformed',
        'InvalidRequest',
        'AccessDenied',
        'InvalidArgument',
      ],
    )
  })

  describe('of a body in pieces', () => {
    const payload = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
    const data = ['a'.repeat(70_000), 'bc']

    async function put(
      change: (body: string) => string = (body) => body,
      { trailer, length = 70_002 }: { trailer?: string; length?: number } = {},
    ) {
      const url = urlOf('/pieces')
      const { headers, ...signer } = signHeaders({
        method: 'PUT',
        url,
        payload: trailer ? `${payload}-TRAILER` : payload,
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': `${length}`,
          ...(trailer && { 'x-amz-trailer': trailer.split(':')[0]! }),
        },
      })
      const pieces = [...data, ''].map((text) => signer.piece(text)).join('')
      const end = trailer ? signer.trailer(trailer) : '\r\n'
      return ask(url, { method: 'PUT', headers, body: change(pieces + end) })
    }

    it('is over each of them', async () => {
      const { status } = await put()

      assert.equal(status, 200)
      const { Body, ContentEncoding } = await send('GetObject', { Key: 'pieces' })
      assert.equal(await Body.transformToString(), data.join(''))
      assert.equal(ContentEncoding, undefined)
    })

    it('refuses one that was changed, left out or added', async () => {
      const changed = await put((body) => body.replace('bc', 'bd'))
      const swapped = await put((body) => {
        const [, first, second] = /^(.*?a\r\n)(2;.*?bc\r\n)/s.exec(body)!
        return body.replace(first! + second!, second! + first!)
      })
      const cut = await put((body) => body.slice(0, -100))

      assert.equal(changed.code, 'SignatureDoesNotMatch')
      assert.equal(swapped.code, 'SignatureDoesNotMatch')
      assert.equal(cut.code, 'IncompleteBody')
      assert.equal((await put(undefined, { length: 70_001 })).code, 'IncompleteBody')
    })

    it('is over the checksum behind the last', async () => {
      const sum = createHash('sha256').update(data.join('')).digest('base64')
      const trailer = `x-amz-checksum-sha256:${sum}`
      const wrong = `x-amz-checksum-sha256:${createHash('sha256').update('').digest('base64')}`

      const right = await put(undefined, { trailer })
      const bad = await put(undefined, { trailer: wrong })
      const forged = await put((body) => body.replace(sum, sum.replace(/^./, 'x')), { trailer })

      assert.deepEqual([right.status, right.headers['x-amz-checksum-sha256']], [200, sum])
      assert.deepEqual([bad.code, forged.code], ['BadDigest', 'SignatureDoesNotMatch'])
    })
  })

  it('needs a length that is known', async () => {
    const url = urlOf('/length')
    const { headers } = signHeaders({ method: 'PUT', url, payload: 'UNSIGNED-PAYLOAD' })

    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    const { status, code } = await ask(url, { method: 'PUT', headers: chunked, body: 'x' })

    assert.deepEqual([status, code], [501, 'NotImplemented'])
  })

  it('refuses an unsigned checksum that does not come, or is wrong', async () => {
    const put = async (tail: string) => {
      const url = urlOf('/trailing')
      const { headers } = signHeaders({
        method: 'PUT',
        url,
        payload: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '5',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
      })
      return ask(url, { method: 'PUT', headers, body: `5\r\nhello\r\n0\r\n${tail}\r\n` })
    }

    assert.equal((await put('x-amz-checksum-crc32:NhCmhg==\r\n')).status, 200)
    assert.equal((await put('x-amz-checksum-crc32:AAAAAA==\r\n')).code, 'BadDigest')
    assert.equal((await put('')).code, 'MalformedTrailerError')
    assert.equal((await put('nonsense\r\n')).code, 'MalformedTrailerError')
  })
})
