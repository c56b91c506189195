import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { describe, it } from 'vitest'
import { corsRules } from '../plugin/buckets.ts'
import { signHeaders } from './sign-s3.ts'
import { ask, Bucket, origin, useStorage } from './use-storage.ts'

describe('the local S3', () => {
  const { send, refused, presign, storage, lines } = useStorage()
  const urlOf = (path: string) => `${storage().endpoint}/${Bucket}${path}`

  const signed = (method: string, path: string, headers: Record<string, string> = {}) =>
    ask(urlOf(path), {
      method,
      ...signHeaders({ method, url: urlOf(path), headers }),
    })

  describe('does not imitate, and says so', () => {
    const parameters = {
      GET: [
        'acl',
        'tagging',
        'torrent',
        'attributes',
        'legal-hold',
        'retention',
        'versionId',
        'partNumber',
      ],
      PUT: ['acl', 'tagging', 'renameObject', 'legal-hold', 'retention'],
      POST: ['select', 'restore'],
      DELETE: ['tagging', 'versionId'],
      HEAD: ['partNumber'],
    }
    for (const [method, names] of Object.entries(parameters)) {
      for (const name of names) {
        it(`${method} object?${name}`, async () => {
          const { status, code, text } = await signed(method, `/a?${name}=1`)

          assert.equal(status, 501)
          if (method === 'HEAD') return
          assert.equal(code, 'NotImplemented')
          assert.match(text, new RegExp(`<Feature>${method} \\?${name}<`))
        })
      }
    }

    const ofBucket = [
      'acl', 'versioning', 'versions', 'lifecycle', 'policy', 'cors', 'website', 'notification', 'logging',
      'replication', 'encryption', 'location', 'object-lock', 'publicAccessBlock', 'uploads', 'inventory',
    ] // prettier-ignore
    for (const name of ofBucket) {
      it(`GET bucket?${name}`, async () => {
        const { status, code, text } = await signed('GET', `?${name}`)

        assert.deepEqual([status, code], [501, 'NotImplemented'])
        assert.match(text, new RegExp(`<Feature>GET \\?${name}<`))
      })
    }

    it('the first version of lists, buckets on the fly, and copies of parts', async () => {
      const part = await signed('PUT', '/a?uploadId=x&partNumber=1', {
        'x-amz-copy-source': `${Bucket}/b`,
      })

      assert.match((await signed('GET', '')).message!, /^ListObjects, the first version: /)
      assert.match((await signed('PUT', '')).message!, /^CreateBucket: .*@buckets in app\.arc/)
      assert.match((await signed('DELETE', '')).message!, /^DeleteBucket: /)
      assert.match(part.message!, /^UploadPartCopy: /)
    })

    it('a parameter that nobody knows', async () => {
      assert.equal((await signed('GET', '/a?version=3')).code, 'NotImplemented')
    })

    it('headers of other features', async () => {
      const put = (more: object) => refused('PutObject', { Key: 'a', Body: 'x', ...more })

      assert.equal(await put({ Tagging: 'a=b' }), '501 NotImplemented')
      assert.equal(await put({ ServerSideEncryption: 'aws:kms' }), '501 NotImplemented')
      assert.equal(await put({ StorageClass: 'GLACIER' }), '501 NotImplemented')
      assert.equal(await put({ WebsiteRedirectLocation: '/b' }), '501 NotImplemented')
      assert.equal(await put({ ObjectLockLegalHoldStatus: 'ON' }), '501 NotImplemented')
      assert.match(lines.join('\n'), /x-amz-tagging: functionality that is not implemented/)
    })

    it('while what every bucket of ours has may be said', async () => {
      const put = (more: object) => refused('PutObject', { Key: 'a', Body: 'x', ...more })

      assert.equal(await put({ ServerSideEncryption: 'AES256' }), 'done')
      assert.equal(await put({ StorageClass: 'STANDARD' }), 'done')
      assert.equal(await put({ ACL: 'bucket-owner-full-control' }), 'done')
      assert.equal(await put({ ACL: 'public-read' }), '400 AccessControlListNotSupported')
      assert.equal(await put({ ExpectedBucketOwner: '000000000000' }), 'done')
      assert.equal(await put({ ExpectedBucketOwner: '111111111111' }), '403 AccessDenied')
    })
  })

  it('refuses methods that there are not', async () => {
    const { status, code } = await signed('PATCH', '/a')

    assert.deepEqual([status, code], [405, 'MethodNotAllowed'])
  })

  it('refuses what is no UTF-8', async () => {
    const { status, code } = await ask(urlOf('/%ff'))

    assert.deepEqual([status, code], [400, 'InvalidURI'])
  })

  it('refuses documents that are none', async () => {
    const remove = async (body: string) => {
      const url = urlOf('?delete=')
      const proof = { 'content-md5': createHash('md5').update(body).digest('base64') }
      const payload = 'UNSIGNED-PAYLOAD'
      const { headers } = signHeaders({ method: 'POST', url, payload, headers: proof })
      return (await ask(url, { method: 'POST', headers, body })).code
    }

    for (const body of [
      '',
      'x',
      '<Delete>',
      '<Delete/>',
      '<Delete><Object/></Delete>',
      '<a>&b;</a>',
      '<!DOCTYPE a><Delete/>',
    ]) {
      assert.equal(await remove(body), 'MalformedXML', body)
    }
    const large = `<Delete><Object><Key>${'x'.repeat(3_000_000)}</Key></Object></Delete>`
    assert.equal(await remove(large), 'MaxMessageLengthExceeded')
    assert.equal(await remove('<Delete><Object><Key>a</Key></Object></Delete>'), undefined)
  })

  it('wants a proof of what is to be deleted', async () => {
    const url = urlOf('?delete=')
    const { headers } = signHeaders({ method: 'POST', url, payload: 'UNSIGNED-PAYLOAD' })

    const { status, message } = await ask(url, { method: 'POST', headers, body: '<Delete/>' })

    assert.deepEqual(
      [status, message],
      [400, 'Missing required header for this request: Content-MD5'],
    )
  })

  it('answers to names of this machine only, in both styles', async () => {
    const { port } = storage()
    await send('PutObject', { Key: 'host', Body: 'x' })
    const as = async (host: string, path = '/host') => {
      const { status, message } = await ask(`http://127.0.0.1:${port}${path}`, {
        headers: { host },
      })
      return [status, message]
    }
    const virtual = new URL(await presign('GetObject', { Key: 'host' }))
    virtual.hostname = 'localhost'

    const elsewhere = [403, 'The local S3 answers on localhost only.']
    assert.deepEqual(await as('evil.example'), elsewhere)
    assert.deepEqual(await as(`localhost.evil.example:${port}`), elsewhere)
    for (const host of [
      'localhost',
      '127.0.0.1',
      '[::1]',
      `${Bucket}.localhost`,
      `${Bucket}.s3.localhost`,
    ]) {
      assert.deepEqual(await as(`${host}:${port}`), [403, 'Access Denied'], host)
    }
    assert.equal((await ask(virtual.href)).code, 'SignatureDoesNotMatch')
  })

  it('names each answer, and tells of each refusal in one line', async () => {
    const refusal = await ask(urlOf('/secret?X-Amz-Foo=bar'))

    assert.match(refusal.headers['x-amz-request-id']!, /^[0-9A-F]{16}$/)
    assert.match(refusal.text, new RegExp(`<RequestId>${refusal.headers['x-amz-request-id']}<`))
    assert.equal(refusal.headers['content-type'], 'application/xml')
    assert.deepEqual(lines, [
      `[storage] GET /${Bucket}/secret was refused: AccessDenied. Access Denied`,
    ])
  })

  it('tells a client that waits to go on only when it knows who it is', async () => {
    const put = (authorization?: string) =>
      new Promise<{ status: number; continued: boolean }>((resolve, reject) => {
        const url = urlOf('/waiting')
        const { headers } = signHeaders({ method: 'PUT', url, payload: 'UNSIGNED-PAYLOAD' })
        let continued = false
        const outgoing = request(url, {
          method: 'PUT',
          headers: {
            ...headers,
            expect: '100-continue',
            'content-length': '5',
            ...(authorization !== undefined && { authorization }),
          },
        })
        outgoing.on('continue', () => {
          continued = true
          outgoing.end('hello')
        })
        outgoing.on('response', (response) => {
          response.resume()
          outgoing.destroy()
          resolve({ status: response.statusCode!, continued })
        })
        outgoing.on('error', (error) => {
          if (!outgoing.destroyed) reject(error)
        })
        outgoing.flushHeaders()
      })

    assert.deepEqual(await put(), { status: 200, continued: true })
    assert.deepEqual(await put('AWS4-HMAC-SHA256 x'), { status: 400, continued: false })
  })

  describe('lets pages of its origins', () => {
    const preflight = (headers: Record<string, string>, path = '/a') =>
      ask(urlOf(path), { method: 'OPTIONS', headers })
    const put = { 'access-control-request-method': 'PUT' }

    it('ask, and no others', async () => {
      const asked = { 'access-control-request-headers': 'Content-Type, X-Amz-Meta-A' }
      const own = await preflight({ origin, ...put, ...asked })
      const strange = await preflight({ origin: 'https://evil.example', ...put })
      const nothing = await preflight({ origin: 'null', ...put })

      assert.equal(own.status, 200)
      assert.equal(own.headers['access-control-allow-origin'], origin)
      assert.equal(own.headers['access-control-allow-methods'], corsRules.methods.join(', '))
      assert.equal(own.headers['access-control-allow-headers'], 'content-type, x-amz-meta-a')
      assert.equal(own.headers['access-control-max-age'], '3000')
      assert.match(own.headers['vary']!, /Origin/)
      for (const { status, code, headers } of [strange, nothing]) {
        assert.deepEqual([status, code], [403, 'AccessForbidden'])
        assert.equal(headers['access-control-allow-origin'], undefined)
      }
    })

    it('use methods that objects have', async () => {
      const method = { 'access-control-request-method': 'PATCH' }

      assert.equal((await preflight({ origin, ...method })).status, 400)
      assert.equal((await preflight({ origin })).status, 400)
      assert.equal((await preflight(put)).status, 400)
      assert.equal(
        (
          await ask(`${storage().endpoint}/none/a`, {
            method: 'OPTIONS',
            headers: { origin, ...put },
          })
        ).code,
        'NoSuchBucket',
      )
    })

    it('read answers, refusals too', async () => {
      await send('PutObject', { Key: 'cors', Body: 'x' })
      const url = await presign('GetObject', { Key: 'cors' })

      const own = await ask(url, { headers: { origin } })
      const refusal = await ask(urlOf('/cors'), { headers: { origin } })
      const strange = await ask(url, { headers: { origin: 'https://evil.example' } })

      assert.equal(own.headers['access-control-allow-origin'], origin)
      assert.match(own.headers['access-control-expose-headers']!, /ETag/)
      assert.equal(refusal.headers['access-control-allow-origin'], origin)
      assert.equal(strange.status, 200)
      assert.equal(strange.headers['access-control-allow-origin'], undefined)
    })

    it('of declared origins, one star in each', async () => {
      await storage().prepare({
        buckets: [
          { name: 'covers', physicalName: Bucket, cors: ['https://*.example.com'] },
          { name: 'open', physicalName: 'open', cors: ['*'] },
        ],
      })
      const from = async (page: string, bucket = Bucket) => {
        const url = `${storage().endpoint}/${bucket}/a`
        const { headers } = await ask(url, { method: 'OPTIONS', headers: { origin: page, ...put } })
        return headers['access-control-allow-origin']
      }

      assert.equal(await from('https://a.example.com'), 'https://a.example.com')
      assert.equal(await from('https://example.com'), undefined)
      assert.equal(await from('https://a.example.com.evil.example'), undefined)
      assert.equal(await from(origin), undefined)
      assert.equal(await from('https://anybody.example', 'open'), '*')
    })
  })
})
