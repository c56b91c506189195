import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { ask, Bucket, origin, postForm, useStorage } from './use-storage.ts'

type Conditions = NonNullable<
  Parameters<ReturnType<typeof useStorage>['signForm']>[0]
>['Conditions'] & {}

describe('a signed form', () => {
  const { send, signForm, storage, lines } = useStorage()
  afterEach(uninstallClock)

  /** Signs, changes what is sent, and posts. */
  async function post(
    options: Parameters<typeof signForm>[0] = {},
    {
      change = () => {},
      file,
      ...more
    }: {
      change?: (fields: Record<string, string>) => void
      file?: string | Blob
      fileName?: string
      headers?: Record<string, string>
    } = {},
  ) {
    const { url, fields } = await signForm(options)
    change(fields)
    return postForm(url, fields, file, more)
  }

  /** Signs a policy as it is written. */
  async function postPolicy(document: unknown, more: Record<string, string> = {}) {
    const { url, fields } = await signForm()
    const text = typeof document === 'string' ? document : JSON.stringify(document)
    const Policy = Buffer.from(text).toString('base64')
    return postForm(url, {
      ...fields,
      Policy,
      'X-Amz-Signature': signPolicy(Policy, fields),
      ...more,
    })
  }

  it('writes the object that it names, as the browser describes it', async () => {
    const answer = await post(
      {
        Conditions: [['starts-with', '$Content-Type', 'image/']],
        Fields: { 'x-amz-meta-by': 'ada', 'Cache-Control': 'max-age=60' },
      },
      { change: (fields) => (fields['Content-Type'] = 'image/png'), file: 'PNG' },
    )

    assert.deepEqual([answer.status, answer.text], [204, ''])
    const head = await send('GetObject', { Key: 'user/ada/cover.png' })
    assert.equal(await head.Body.transformToString(), 'PNG')
    assert.equal(answer.headers['etag'], head.ETag)
    assert.deepEqual(
      [head.ContentType, head.CacheControl, head.Metadata],
      ['image/png', 'max-age=60', { by: 'ada' }],
    )
  })

  it('takes bytes of any kind, and looks like a boundary or not', async () => {
    const bytes = Buffer.alloc(300_000, '\r\n--\r\n-\r')
    const { status } = await post({ Key: 'bytes' }, { file: new Blob([bytes]) })

    const { Body } = await send('GetObject', { Key: 'bytes' })
    assert.equal(status, 204)
    assert.ok(bytes.equals(Buffer.from(await Body.transformToByteArray())))
  })

  it('may use the name of the file in the key, without its path', async () => {
    await post({ Key: 'user/${filename}' }, { fileName: 'C:\\photos\\me & "you".png' })

    const { Contents } = await send('ListObjectsV2', { Prefix: 'user/me' })
    assert.deepEqual(Contents[0].Key, 'user/me & "you".png')
  })

  it('keeps what is no ASCII in fields', async () => {
    await post({
      Key: 'utf8',
      Fields: {
        'x-amz-meta-by': 'Ada Lövelace',
        'Content-Disposition': 'inline; filename="日.png"',
      },
    })

    const { Metadata, ContentDisposition } = await send('HeadObject', { Key: 'utf8' })
    const encoded = Buffer.from('Ada Lövelace').toString('base64')
    assert.equal(Metadata.by, `=?UTF-8?B?${encoded}?=`)
    assert.equal(Buffer.from(ContentDisposition, 'latin1').toString(), 'inline; filename="日.png"')
  })

  it('answers as it was asked to', async () => {
    const done = (fields: Record<string, string>) => post({ Key: 'a b', Fields: fields })

    const ok = await done({ success_action_status: '200' })
    const created = await done({ success_action_status: '201' })
    const other = await done({ success_action_status: '418' })
    const redirect = await done({ success_action_redirect: 'https://example.com/done?x=1' })

    assert.deepEqual([ok.status, ok.text], [200, ''])
    assert.equal(created.status, 201)
    assert.match(
      created.text,
      /<PostResponse><Location>http:\/\/[^<]+\/a%20b<\/Location><Bucket>[^<]+<\/Bucket><Key>a b<\/Key><ETag>&quot;/,
    )
    assert.equal(other.status, 204)
    assert.equal(redirect.status, 303)
    const etag = encodeURIComponent(redirect.headers['etag']!)
    assert.equal(
      redirect.headers['location'],
      `https://example.com/done?x=1&bucket=${Bucket}&key=a+b&etag=${etag}`,
    )
  })

  it('can be read about by a page of the site', async () => {
    const right = await post({}, { headers: { origin } })
    const refused = await post(
      { Conditions: [['content-length-range', 0, 1]] },
      { headers: { origin } },
    )

    assert.equal(right.headers['access-control-allow-origin'], origin)
    assert.equal(refused.headers['access-control-allow-origin'], origin)
  })

  describe('is refused', () => {
    const denied = async (
      answer: Promise<Awaited<ReturnType<typeof post>>>,
      message: string | RegExp,
    ) => {
      const { status, code, message: said } = await answer
      assert.deepEqual([status, code], [403, 'AccessDenied'])
      if (typeof message === 'string') assert.equal(said, `Invalid according to Policy: ${message}`)
      else assert.match(said!, message)
    }

    it('after it has ended, on the local cloud’s clock', async () => {
      installClock()
      const { url, fields } = await signForm({ Expires: 60 })

      await clock.advance({ seconds: 59 })
      const before = await postForm(url, fields)
      await clock.advance({ seconds: 2 })

      assert.equal(before.status, 204)
      await denied(postForm(url, fields), 'Policy expired.')
    })

    it('with another key than was signed', async () => {
      const change = (fields: Record<string, string>) => (fields['key'] = 'user/eve/cover.png')

      await denied(
        post({}, { change }),
        'Policy Condition failed: ["eq", "$key", "user/ada/cover.png"]',
      )
    })

    it('with a key outside of the folder that was signed', async () => {
      const change = (fields: Record<string, string>) => (fields['key'] = 'user/eve/x')

      await denied(
        post({ Key: 'user/ada/${filename}' }, { change }),
        'Policy Condition failed: ["starts-with", "$key", "user/ada/"]',
      )
    })

    it('for another bucket than was signed', async () => {
      const { url, fields } = await signForm({ Bucket: 'another' })

      const answer = postForm(url.replace('another', Bucket), { ...fields, bucket: Bucket })

      await denied(answer, 'Policy Condition failed: ["eq", "$bucket", "another"]')
    })

    it('for a bucket that is not there', async () => {
      const { status, code } = await post({ Bucket: 'no-such-bucket' })

      assert.deepEqual([status, code], [404, 'NoSuchBucket'])
    })

    it('with a type that was not signed, or one of several', async () => {
      const Conditions: Conditions = [['starts-with', '$Content-Type', 'image/']]
      const failed = 'Policy Condition failed: ["starts-with", "$Content-Type", "image/"]'
      const as = (type: string) =>
        post({ Conditions }, { change: (fields) => (fields['Content-Type'] = type) })

      await denied(as('text/html'), failed)
      await denied(as('image/png, text/html'), failed)
      await denied(post({ Conditions }), failed)
      assert.equal((await as('image/png,image/gif')).status, 204)
    })

    it('with a field that no condition is about', async () => {
      const change = (fields: Record<string, string>) => {
        fields['x-amz-meta-role'] = 'admin'
        fields['x-ignore-me'] = 'yes'
      }

      await denied(post({}, { change }), 'Extra input fields: x-amz-meta-role')
    })

    it('with a policy that does not say for which bucket', async () => {
      const conditions = [['starts-with', '$key', ''], ...signing]
      const expiration = new Date(Date.now() + 60_000).toISOString()
      const { url, fields } = await signForm()
      const Policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
      const { bucket: _bucket, ...others } = fields

      const signature = { Policy, 'X-Amz-Signature': signPolicy(Policy, fields) }
      await denied(postForm(url, { ...others, ...signature }), 'Extra input fields: bucket')
    })

    it('without a field that a condition is about', async () => {
      const Conditions: Conditions = [['starts-with', '$name', '']]

      await denied(post({ Conditions }), 'Policy Condition failed: ["starts-with", "$name", ""]')
    })

    it('with a file that is too large', async () => {
      const Conditions: Conditions = [['content-length-range', 1, 10]]
      const large = await post({ Conditions }, { file: '01234567890' })
      const right = await post({ Conditions }, { file: '0123456789' })

      assert.deepEqual([large.status, large.code], [400, 'EntityTooLarge'])
      assert.match(
        large.text,
        /<ProposedSize>11<\/ProposedSize><MaxSizeAllowed>10<\/MaxSizeAllowed>/,
      )
      assert.equal(right.status, 204)
    })

    it('with a file that is much too large, to its end', async () => {
      const Conditions: Conditions = [['content-length-range', 1, 10]]
      const before = storage().buckets()[0]!.bytes

      const answer = await post({ Conditions, Key: 'huge' }, { file: 'x'.repeat(20_000_000) })

      assert.equal(answer.code, 'EntityTooLarge')
      assert.match(answer.text, /<ProposedSize>20000000</)
      assert.equal(storage().buckets()[0]!.bytes, before)
    })

    it('with a file that is too small', async () => {
      const { status, code, text } = await post(
        { Conditions: [['content-length-range', 5, 10]] },
        { file: '1234' },
      )

      assert.deepEqual([status, code], [400, 'EntityTooSmall'])
      assert.match(text, /<ProposedSize>4<\/ProposedSize><MinSizeAllowed>5<\/MinSizeAllowed>/)
    })

    it('with a signature that is not of this policy', async () => {
      const change = (fields: Record<string, string>) => {
        const policy = JSON.parse(Buffer.from(fields['Policy']!, 'base64').toString())
        policy.conditions = policy.conditions.filter((it: object) => !('key' in it))
        policy.conditions.push(['starts-with', '$key', ''])
        fields['Policy'] = Buffer.from(JSON.stringify(policy)).toString('base64')
      }

      const { status, code } = await post({}, { change })

      assert.deepEqual([status, code], [403, 'SignatureDoesNotMatch'])
      assert.match(lines.join(), /POST \/small-staging-covers was refused: SignatureDoesNotMatch/)
    })

    it('with a credential that is unknown, or not for here', async () => {
      const as = async (credential: string) => {
        const change = (fields: Record<string, string>) => {
          const day = fields['X-Amz-Date']!.slice(0, 8)
          fields['X-Amz-Credential'] = credential.replace('DAY', day)
        }
        return (await post({}, { change })).code
      }

      assert.equal(await as('AKIA/DAY/us-west-2/s3/aws4_request'), 'InvalidAccessKeyId')
      assert.equal(await as('local/DAY/eu-west-1/s3/aws4_request'), 'InvalidArgument')
      assert.equal(await as('local/20200101/us-west-2/s3/aws4_request'), 'InvalidArgument')
      assert.equal(await as('local'), 'InvalidArgument')
    })

    it('without a policy, or without a part of its signature', async () => {
      const without = async (name: string) => {
        const { status, code, text } = await post({}, { change: (fields) => delete fields[name] })
        return [status, code, /<ArgumentName>(.*?)</.exec(text)?.[1]]
      }

      assert.deepEqual(await without('Policy'), [403, 'AccessDenied', undefined])
      for (const name of ['X-Amz-Signature', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Algorithm']) {
        assert.deepEqual(await without(name), [400, 'InvalidArgument', name])
      }
      const old = {
        change: (fields: Record<string, string>) => (fields['AWSAccessKeyId'] = 'local'),
      }
      assert.equal((await post({}, old)).code, 'InvalidRequest')
    })

    it('without a key', async () => {
      const conditions = [['starts-with', '$key', ''], { bucket: Bucket }, ...signing]
      const expiration = new Date(Date.now() + 60_000).toISOString()

      const { url, fields } = await signForm()
      const Policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64')
      const sent = { ...fields, Policy, 'X-Amz-Signature': signPolicy(Policy, fields), key: '' }
      const { code, text } = await postForm(url, sent)

      assert.equal(code, 'InvalidArgument')
      assert.match(text, /<ArgumentName>key</)
    })

    it('without a file', async () => {
      const { url, fields } = await signForm()
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) form.append(name, value)

      const response = await fetch(url, { method: 'POST', body: form })

      assert.equal(response.status, 400)
      assert.match(await response.text(), /InvalidArgument.*exactly one file.*<ArgumentValue>0</s)
    })

    it('with one field twice', async () => {
      const { url, fields } = await signForm()
      const form = new FormData()
      form.append('key', 'user/eve')
      for (const [name, value] of Object.entries(fields)) form.append(name, value)
      form.append('file', 'x')

      const response = await fetch(url, { method: 'POST', body: form })

      assert.match(await response.text(), /InvalidArgument.*<ArgumentName>key</s)
    })

    it('with a policy that is none', async () => {
      const expiration = new Date(Date.now() + 60_000).toISOString()
      const conditions: unknown[] = []
      const documents = [
        'nonsense',
        '[]',
        { conditions },
        { expiration },
        { expiration: 'soon', conditions },
        { expiration: '2026-01-01', conditions },
        { expiration, conditions: 'all' },
        { expiration, conditions: ['all'] },
        { expiration, conditions: [{ a: 'b', c: 'd' }] },
        { expiration, conditions: [{ key: 1 }] },
        { expiration, conditions: [['eq', 'key', 'a']] },
        { expiration, conditions: [['eq', '$key']] },
        { expiration, conditions: [['like', '$key', 'a']] },
        { expiration, conditions: [['content-length-range', 'few', 'many']] },
        { expiration, conditions: [['content-length-range', -1, 5]] },
        { expiration, conditions: [['content-length-range', 1]] },
      ]

      for (const document of documents) {
        const { status, code, message } = await postPolicy(document)
        assert.deepEqual([status, code], [400, 'InvalidPolicyDocument'], JSON.stringify(document))
        assert.match(message!, /^Invalid Policy: /)
      }
    })

    it('with an ACL, tags, or what else is not imitated', async () => {
      const as = async (Fields: Record<string, string>) => (await post({ Fields })).code

      assert.equal(await as({ acl: 'public-read' }), 'AccessControlListNotSupported')
      assert.equal(await as({ tagging: '<Tagging/>' }), 'NotImplemented')
      assert.equal(await as({ 'x-amz-storage-class': 'GLACIER' }), 'NotImplemented')
      assert.equal(await as({ 'x-amz-server-side-encryption': 'AES256' }), undefined)
    })

    it('with a line break in what becomes a header', async () => {
      const { status, code } = await post({ Fields: { 'Cache-Control': 'no-store\r\nx-a: b' } })

      assert.deepEqual([status, code], [400, 'InvalidArgument'])
    })

    it('when it is no form', async () => {
      const url = `${storage().endpoint}/${Bucket}`
      const as = (type: string, body = '') =>
        ask(url, { method: 'POST', headers: { 'content-type': type }, body })

      const plain = await as('application/json', '{}')
      const broken = await as('multipart/form-data; boundary=x', 'nonsense')
      const bare = await as('multipart/form-data')
      const unnamed = await as('multipart/form-data; boundary=x', '--x\r\n\r\nhello\r\n--x--')

      assert.deepEqual([plain.status, plain.code], [412, 'PreconditionFailed'])
      for (const { status, code } of [broken, bare, unnamed]) {
        assert.deepEqual([status, code], [400, 'MalformedPOSTRequest'])
      }
    })

    it('when its fields are too long', async () => {
      const { status, code } = await post({ Fields: { 'x-amz-meta-a': 'x'.repeat(21_000) } })

      assert.deepEqual([status, code], [400, 'MaxPostPreDataLengthExceededError'])
    })

    it('when it is cut off within the file, of which nothing is kept', async () => {
      const { fields } = await signForm({ Key: 'cut' })
      const parts = Object.entries(fields).map(
        ([name, value]) =>
          `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      )
      const file = '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nhel'
      const headers = { 'content-type': 'multipart/form-data; boundary=x' }
      const url = `${storage().endpoint}/${Bucket}`

      const { code } = await ask(url, { method: 'POST', headers, body: parts.join('') + file })

      assert.equal(code, 'MalformedPOSTRequest')
      const { KeyCount } = await send('ListObjectsV2', { Prefix: 'cut' })
      assert.equal(KeyCount, 0)
    })

    it('when the client goes away, of which nothing is kept', async () => {
      const { port } = storage()
      const socket = connect(port, '127.0.0.1')
      socket.write(
        `POST /${Bucket} HTTP/1.1\r\nhost: localhost\r\ncontent-length: 999\r\n` +
          'content-type: multipart/form-data; boundary=x\r\n\r\n--x\r\n',
      )
      await new Promise((resolve) => socket.once('ready', resolve))
      socket.destroy()

      const { status } = await post()

      assert.equal(status, 204)
      assert.deepEqual(lines, [])
    })
  })

  const signing = ['$x-amz-algorithm', '$x-amz-credential', '$x-amz-date'].map((name) => [
    'starts-with',
    name,
    '',
  ])
})

function signPolicy(policy: string, fields: Record<string, string>): string {
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest()
  const [, ...scope] = fields['X-Amz-Credential']!.split('/')
  const key = scope.reduce<string | Buffer>(hmac, 'AWS4local')
  return hmac(key, policy).toString('hex')
}
