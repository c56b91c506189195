import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { toHttpEvent } from '#framework/testing/events.ts'
import { defineBucket } from '#framework/storage.ts'
import { variantVersion } from '#services/convert'
import { variantRoute } from '#services/convert/variants'
import { useConvert } from './use-convert.ts'

describe('a variant on the fly', () => {
  useConvert()
  const bucket = defineBucket('convert-kept')
  const profiles = { thumb: { width: 20, height: 20, fit: 'cover' }, huge: { format: 'png' } }
  const handler = variantRoute(bucket, {
    profiles,
    find: async (id) => (id === 'secret' ? undefined : { key: `images/${id}` }),
  })

  async function ask(path: string, headers: Record<string, string> = {}) {
    const [spec, id] = path.split('?')[0]!.split('/')
    const event = toHttpEvent(`/img/${path}`, {
      headers,
      params: { spec: spec!, id: id! },
      route: 'GET /img/{spec}/{id}',
    })
    const result = await handler(event as never, {} as never)
    return { ...result, bytes: Buffer.from(result.body, 'base64') }
  }

  async function put(id: string, background = '#f00', width = 100) {
    const picture = await sharp({ create: { width, height: 50, channels: 3, background } })
      .png()
      .toBuffer()
    await bucket.put(`images/${id}`, picture, { contentType: 'image/png' })
    return (await bucket.head(`images/${id}`))!.etag
  }

  it('is made when it is first asked for, and known from then on', async () => {
    await put('a')

    const first = await ask('thumb/a')
    const again = await ask('thumb/a')

    const { width, height, format } = await sharp(first.bytes).metadata()
    assert.deepEqual([first.statusCode, width, height, format], [200, 20, 20, 'webp'])
    assert.deepEqual(
      [first, again].map((it) => it.headers['x-conversion']),
      ['new', 'known'],
    )
    assert.deepEqual(again.bytes, first.bytes)
    assert.equal(first.headers['cache-control'], 'private, no-cache')
  })

  it('is kept by browsers for ever under its version, and is another one with another image', async () => {
    const etag = await put('b')
    const version = variantVersion(bucket, { key: 'images/b', etag }, profiles.thumb)

    const fixed = await ask(`thumb/b?v=${version}`)
    const unchanged = await ask('thumb/b', { 'if-none-match': fixed.headers['etag']! })
    await put('b', '#00f')
    const changed = await ask(`thumb/b?v=${version}`, { 'if-none-match': fixed.headers['etag']! })

    assert.match(fixed.headers['cache-control']!, /immutable/)
    assert.equal(unchanged.statusCode, 304)
    assert.equal(changed.statusCode, 200)
    assert.equal(changed.headers['cache-control'], 'private, no-cache')
    assert.ok((await sharp(changed.bytes).stats()).dominant.b > 200)
  })

  it('that is large comes from storage, and is no less known', async () => {
    const noise = randomBytes(1500 * 1100 * 3)
    const picture = await sharp(noise, { raw: { width: 1500, height: 1100, channels: 3 } })
      .png({ compressionLevel: 0 })
      .toBuffer()
    await bucket.put('images/large', picture, { contentType: 'image/png' })

    const answers = [await ask('huge/large'), await ask('huge/large')]

    for (const { statusCode, headers } of answers) {
      assert.equal(statusCode, 303)
      const { width } = await sharp(await (await fetch(headers['location']!)).bytes()).metadata()
      assert.equal(width, 1500)
    }
  })

  it('is of a profile and an image that there are', async () => {
    await put('c')
    await bucket.put('images/text', 'no image', { contentType: 'image/png' })

    const answers = [
      await ask('9999x9999/c'),
      await ask('constructor/c'),
      await ask('thumb/none'),
      await ask('thumb/secret'),
      await ask('thumb/text'),
    ]

    assert.deepEqual(
      answers.map(({ body }) => (JSON.parse(body) as { code: string }).code),
      [...Array<string>(4).fill('VARIANT_NOT_FOUND'), 'CONVERT_INPUT_INVALID'],
    )
  })
})
