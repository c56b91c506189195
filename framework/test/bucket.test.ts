import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { createPresignedPost } from '@aws-sdk/s3-presigned-post'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'
import { defineBucket, isRefusal } from '../storage.ts'
import { presign, signPolicy } from '../storage/signature.ts'
import { ask, Bucket, postForm, useStorage } from './use-storage.ts'

const covers = defineBucket('covers')
const odd = 'users/auth0|ada/a b+c%20ü(1)*!\'".png'

describe('a bucket', () => {
  const { storage, send, sent } = useStorage({
    buckets: [
      { name: 'covers', physicalName: Bucket, cors: [], notify: { created: 'arrivals' } },
      { name: 'kept', physicalName: 'small-staging-kept', cors: [] },
    ],
  })
  beforeEach(() => {
    process.env['AWS_ENDPOINT_URL_S3'] = storage().endpoint
    process.env['AWS_REGION'] = 'us-west-2'
    process.env['BUCKET_COVERS'] = Bucket
    process.env['BUCKET_KEPT'] = 'small-staging-kept'
  })
  afterEach(uninstallClock)

  it('keeps objects under any key, and reads them whole, in part and as a stream', async () => {
    await covers.put(odd, 'hello', { contentType: 'text/plain', metadata: { by: 'ada' } })

    const head = await covers.head(odd)
    const whole = await covers.get(odd)
    const part = await covers.get(odd, { range: [1, 2] })
    const stream = await covers.stream(odd)
    const streamed = await stream!.body.setEncoding('utf8').toArray()

    const etag = createHash('md5').update('hello').digest('hex')
    const { modifiedAt: _time, ...rest } = head!
    assert.deepEqual(rest, {
      key: odd,
      size: 5,
      etag,
      contentType: 'text/plain',
      metadata: { by: 'ada' },
    })
    assert.equal(whole!.bytes.toString(), 'hello')
    assert.deepEqual([part!.bytes.toString(), part!.size], ['el', 5])
    assert.equal(streamed.join(''), 'hello')
  })

  it('answers undefined for what is not there, and deletes it without a word', async () => {
    assert.equal(await covers.head('nothing'), undefined)
    assert.equal(await covers.get('nothing'), undefined)
    await covers.delete('nothing')
  })

  it('reads an object only while it is the one that is meant', async () => {
    await covers.put('changed', 'one')
    const { etag } = (await covers.head('changed'))!
    await covers.put('changed', 'two')

    await assert.rejects(covers.get('changed', { etag }), (error) => isRefusal(error, 412))
    const copied = defineBucket('kept').copy('to', { bucket: covers, key: 'changed', etag })
    await assert.rejects(copied, (error) => isRefusal(error, 412))
  })

  it('copies from another bucket, with what is said of the object', async () => {
    const kept = defineBucket('kept')
    await covers.put(odd, 'copied', { contentType: 'text/plain' })
    const { etag } = (await covers.head(odd))!

    await kept.copy('a/copy', { bucket: covers, key: odd, etag })

    const copy = await kept.get('a/copy')
    assert.deepEqual([copy!.bytes.toString(), copy!.contentType], ['copied', 'text/plain'])
  })

  it('lists page by page, whatever the keys', async () => {
    const keys = ['list/a&b', 'list/a b', 'list/ü<>', 'list/\u0001']
    for (const key of keys) await covers.put(key, '')

    const first = await covers.list({ prefix: 'list/', limit: 3 })
    const second = await covers.list({ prefix: 'list/', cursor: first.cursor })

    const listed = [...first.objects, ...second.objects].map(({ key }) => key)
    assert.deepEqual(listed.toSorted(), keys.toSorted())
    assert.equal(second.cursor, undefined)
  })

  it('signs a form that takes one key, one type and a size', async () => {
    const form = () => covers.signPost(odd, { bytes: [1, 5], contentType: 'image/png' })
    const post = (change: Record<string, string>, file = 'hello') =>
      postForm(form().url, { ...form().fields, ...change }, file)

    const done = await post({})
    const answers = await Promise.all([
      post({ key: 'users/eve' }),
      post({ 'Content-Type': 'text/html' }),
      post({}, 'hello!'),
      post({}, ''),
      post({ 'x-amz-meta-more': 'x' }),
    ])

    assert.equal(done.status, 201)
    assert.deepEqual(
      answers.map(({ status, code }) => `${status} ${code}`),
      [
        '403 AccessDenied',
        '403 AccessDenied',
        '400 EntityTooLarge',
        '400 EntityTooSmall',
        '403 AccessDenied',
      ],
    )
    assert.equal((await covers.head(odd))!.contentType, 'image/png')
    assert.equal(sent.length, 1)
  })

  it('signs forms and addresses that end', async () => {
    installClock()
    await covers.put('a', 'a')
    const form = covers.signPost('late', { bytes: [1, 5], seconds: 60 })
    const address = covers.signGet('a', { seconds: 60 })
    await clock.advance({ minutes: 2 })

    const posted = await postForm(form.url, form.fields)
    const got = await ask(address)

    assert.deepEqual(
      [posted.status, posted.message],
      [403, 'Invalid according to Policy: Policy expired.'],
    )
    assert.deepEqual([got.status, got.message], [403, 'Request has expired'])
  })

  it('signs an address that says how the object is to be taken, in ranges too', async () => {
    await covers.put(odd, 'hello', { contentType: 'text/html' })
    const contentDisposition = `attachment; filename="a.txt"; filename*=UTF-8''%C3%BC.txt`
    const address = covers.signGet(odd, { contentType: 'text/plain', contentDisposition })

    const { status, headers, text } = await ask(address, { headers: { range: 'bytes=1-3' } })

    assert.deepEqual([status, text, headers['content-type']], [206, 'ell', 'text/plain'])
    assert.equal(headers['content-disposition'], contentDisposition)
  })

  it('signs an address that takes one file of one size and type', async () => {
    const address = covers.signPut('put', { bytes: 5, contentType: 'text/plain' })
    const put = (body: string, type: string) =>
      ask(address, { method: 'PUT', headers: { 'content-type': type }, body })

    assert.equal((await put('hello', 'text/plain')).status, 200)
    assert.equal((await put('hello!', 'text/plain')).code, 'SignatureDoesNotMatch')
    assert.equal((await put('hello', 'text/html')).code, 'SignatureDoesNotMatch')
  })

  it('takes an upload in parts, tells which are there, and completes it once more', async () => {
    const { uploads } = covers
    const large = 'x'.repeat(5 * 1024 * 1024)
    const upload = await uploads.begin(odd, { contentType: 'text/plain' })
    const sendPart = (number: number, body: string) =>
      ask(uploads.signPart(odd, { upload, number, bytes: Buffer.byteLength(body) }), {
        method: 'PUT',
        body,
      })
    await sendPart(2, 'end')
    const before = await uploads.parts(odd, upload)
    await sendPart(1, large)
    const parts = (await uploads.parts(odd, upload))!

    await uploads.complete(odd, upload, parts)
    await uploads.complete(odd, upload, parts)

    assert.deepEqual(
      before?.map(({ number, size }) => [number, size]),
      [[2, 3]],
    )
    assert.deepEqual(
      [(await covers.head(odd))!.size, (await covers.head(odd))!.contentType],
      [large.length + 3, 'text/plain'],
    )
    assert.equal(await uploads.parts(odd, upload), undefined)
  })

  it('refuses a part of another size, and throws parts away', async () => {
    const { uploads } = covers
    const upload = await uploads.begin('parts')
    const address = uploads.signPart('parts', { upload, number: 1, bytes: 5 })

    const refused = await ask(address, { method: 'PUT', body: 'more than five' })
    await uploads.abort('parts', upload)
    await uploads.abort('parts', upload)

    assert.equal(refused.code, 'SignatureDoesNotMatch')
    assert.equal(await uploads.parts('parts', upload), undefined)
  })

  it('is read by the SDK as by itself', async () => {
    await covers.put('for-the-sdk', 'hello')

    const { Body } = await send('GetObject', { Key: 'for-the-sdk' })

    assert.equal(await Body.transformToString(), 'hello')
  })
})

describe("a signature, beside that of AWS's own SDK", () => {
  const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret/+', sessionToken: 'token/+=' }
  const place = { region: 'eu-central-1', ...keys }
  const client = new S3Client({ region: place.region, credentials: keys })
  const now = Date.parse('2026-11-21T10:00:00Z')

  it('is the same for an address to read from', async () => {
    const command = new GetObjectCommand({
      Bucket: 'small',
      Key: odd,
      ResponseContentDisposition: 'attachment; filename="a b.png"',
    })
    const expected = await getSignedUrl(client, command, { signingDate: new Date(now) })

    assert.deepEqual(toParts(signAgain('GET', expected)), toParts(expected))
  })

  it('is the same for an address to write to', async () => {
    const command = new PutObjectCommand({ Bucket: 'small', Key: odd, ContentLength: 5 })
    const expected = await getSignedUrl(client, command, {
      signingDate: new Date(now),
      unhoistableHeaders: new Set(['content-length']),
    })

    assert.deepEqual(
      toParts(signAgain('PUT', expected, { 'content-length': '5' })),
      toParts(expected),
    )
  })

  it('is the same for a form', async () => {
    const options = {
      Bucket: 'small',
      Key: 'users/ada',
      Conditions: [['content-length-range', 1, 5]],
    }
    const { fields } = await createPresignedPost(client, options as never)
    const policy = JSON.parse(Buffer.from(fields['Policy']!, 'base64').toString())
    const time = fields['X-Amz-Date']!.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')

    const ours = signPolicy(
      { bucket: 'small', key: 'users/ada' },
      {
        place,
        seconds: 3600,
        now: Date.parse(time),
        conditions: options.Conditions,
      },
    )

    const own = JSON.parse(Buffer.from(ours['Policy']!, 'base64').toString())
    assert.deepEqual(sorted(own.conditions), sorted(policy.conditions))
    assert.equal(own.expiration, policy.expiration)
    const { Policy: _a, 'X-Amz-Signature': _b, ...rest } = fields
    const { Policy: _c, 'X-Amz-Signature': _d, ...ownRest } = ours
    assert.deepEqual(ownRest, rest)
  })

  /** Signs what the SDK has signed, with all that it added of its own. */
  function signAgain(method: string, address: string, headers: Record<string, string> = {}) {
    const { origin, pathname, searchParams } = new URL(address)
    const ofSigner =
      /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Security-Token|Signature)$/
    const query = Object.fromEntries([...searchParams].filter(([name]) => !ofSigner.test(name)))
    return presign({ method, url: origin + pathname, query, headers }, { place, seconds: 900, now })
  }

  function toParts(address: string) {
    const { origin, pathname, searchParams } = new URL(address)
    return { origin, pathname, ...Object.fromEntries(searchParams) }
  }

  const sorted = (conditions: unknown[]) => conditions.map((it) => JSON.stringify(it)).toSorted()
})
