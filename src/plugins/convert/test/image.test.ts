import assert from 'node:assert/strict'
import sharp, { type Region } from 'sharp'
import { describe, it } from 'vitest'
import { saveMark } from '#services/convert'
import { toProblem, useConvert } from './use-convert.ts'
import { toPngHeader } from './hostile.ts'

describe('an image', () => {
  const { convert } = useConvert()

  it('is turned upright, made smaller, and loses its metadata', async () => {
    // Stored lying: a camera held upright says so in orientation 6.
    const photo = await sharp({
      create: { width: 400, height: 200, channels: 3, background: '#f00' },
    })
      .withExif({ IFD0: { Copyright: 'Ada', ImageDescription: 'home' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()

    const response = await convert('image?width=100', photo, 'image/jpeg')

    const { width, height, format, exif, orientation } = await sharp(response.bytes()).metadata()
    assert.deepEqual([width, height, format], [100, 200, 'webp'])
    assert.equal(exif, undefined)
    assert.equal(orientation, undefined)
    assert.equal(response.headers.get('content-type'), 'image/webp')
  })

  it.each(['webp', 'avif', 'jpeg', 'png', 'gif'])('becomes %s', async (format) => {
    const picture = await sharp({
      create: { width: 60, height: 40, channels: 4, background: { r: 0, g: 99, b: 0, alpha: 0.5 } },
    })
      .png()
      .toBuffer()

    const response = await convert(`image?format=${format}`, picture, 'image/png')

    const made = await sharp(response.bytes()).metadata()
    assert.equal(response.headers.get('content-type'), `image/${format}`)
    assert.deepEqual([made.width, made.height], [60, 40])
  })

  it('is cropped to fill both sides, and never enlarged', async () => {
    const picture = await sharp({
      create: { width: 300, height: 100, channels: 3, background: '#00f' },
    })
      .png()
      .toBuffer()

    const cropped = await convert('image?width=50&height=50&fit=cover', picture, 'image/png')
    const same = await convert('image?width=900', picture, 'image/png')

    const sides = async (bytes: Buffer) => {
      const { width, height } = await sharp(bytes).metadata()
      return [width, height]
    }
    assert.deepEqual(await sides(cropped.bytes()), [50, 50])
    assert.deepEqual(await sides(same.bytes()), [300, 100])
  })

  it('is cropped to a part of what is upright', async () => {
    // The right half is blue, once it is upright: stored, it is the lower one.
    const half = (background: string) => ({
      create: { width: 40, height: 20, channels: 3 as const, background },
    })
    const photo = await sharp({
      create: { width: 40, height: 40, channels: 3, background: '#f00' },
    })
      .composite([{ input: half('#00f'), left: 0, top: 20 }])
      .withMetadata({ orientation: 8 })
      .png()
      .toBuffer()

    const blue = await convert('image?crop=20,0,20,40&width=10', photo, 'image/png')
    const beyond = await convert('image?crop=30,0,20,40', photo, 'image/png')
    const wrong = await convert('image?crop=1,2', photo, 'image/png')

    const { dominant } = await sharp(blue.bytes()).stats()
    assert.ok(dominant.b > 200 && dominant.r < 50)
    assert.equal((await sharp(blue.bytes()).metadata()).height, 20)
    assert.match(toProblem(beyond).detail!, /40 × 40/)
    assert.equal(toProblem(wrong).code, 'INVALID_INPUT')
  })

  it('gets a line of text, which is nothing but text', async () => {
    const picture = await sharp({
      create: { width: 400, height: 300, channels: 3, background: '#888' },
    })
      .png()
      .toBuffer()
    const text = encodeURIComponent('© <image href="file:///etc/passwd"/> & "Ada"')
    const query = `format=png&markOpacity=100&markSize=50&watermark=${text}`

    const marked = await convert(`image?${query}`, picture, 'image/png')

    const differs = async (left: number, top: number) => {
      const [channel] = await channelsOf(marked.bytes(), { left, top, width: 200, height: 150 })
      return channel!.stdev > 5
    }
    assert.equal(marked.status, 200)
    assert.equal(await differs(200, 150), true)
    assert.equal(await differs(0, 0), false)
  })

  it('gets a picture of the app’s on each of its frames', async () => {
    const plain = (background: string, side: number) =>
      sharp({ create: { width: side, height: side, channels: 3, background } })
        .png()
        .toBuffer()
    const frames = await Promise.all(['#f00', '#0f0', '#00f'].map((it) => plain(it, 40)))
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    const mark = await saveMark(await plain('#fff', 10))
    const query = `mark=${mark}&markSize=25&markOpacity=100&markPosition=top-left`

    const moving = await convert(`image?${query}`, animation, 'image/gif')
    const unknown = await convert(`image?mark=${'x'.repeat(43)}`, animation, 'image/gif')

    const { pages, pageHeight } = await sharp(moving.bytes(), { animated: true }).metadata()
    assert.deepEqual([pages, pageHeight], [3, 40])
    for (const page of [0, 1, 2]) {
      const frame = await sharp(moving.bytes(), { page }).png().toBuffer()
      const corner = await channelsOf(frame, { left: 3, top: 3, width: 4, height: 4 })
      const rest = await channelsOf(frame, { left: 20, top: 20, width: 9, height: 9 })
      assert.ok(corner.every(({ mean }) => mean > 240))
      assert.ok(rest.some(({ mean }) => mean < 20))
    }
    assert.equal(unknown.status, 503)
  })

  it('takes no SVG as a mark', async () => {
    const picture = await sharp({
      create: { width: 40, height: 30, channels: 3, background: '#888' },
    })
      .png()
      .toBuffer()
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    const mark = await saveMark(Buffer.from(svg))

    const response = await convert(`image?mark=${mark}`, picture, 'image/png')

    assert.equal(toProblem(response).code, 'CONVERT_INPUT_INVALID')
  })

  it('that moves goes on moving, or keeps its first frame', async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer()
    const animation = await sharp(await Promise.all(['#f00', '#0f0', '#00f'].map(frame)), {
      join: { animated: true },
    })
      .gif()
      .toBuffer()

    const all = await convert('image?format=gif&width=10', animation, 'image/gif')
    const first = await convert('image?frames=first', animation, 'image/gif')
    const still = await convert('image?format=jpeg', animation, 'image/gif')

    assert.equal((await sharp(all.bytes()).metadata()).pages, 3)
    assert.equal((await sharp(first.bytes()).metadata()).pages ?? 1, 1)
    assert.equal(still.status, 200)
  })

  it('in the colours of print becomes one of the screen', async () => {
    const print = await sharp({
      create: { width: 30, height: 30, channels: 3, background: '#808080' },
    })
      .toColourspace('cmyk')
      .jpeg()
      .toBuffer()

    const response = await convert('image?format=png', print, 'image/jpeg')

    assert.equal((await sharp(response.bytes()).metadata()).space, 'srgb')
  })

  it('that is broken, empty or none is refused', async () => {
    const noise = Buffer.from(Array.from({ length: 30_000 }, (_, index) => (index * 7919) % 251))
    const photo = await sharp(noise, { raw: { width: 100, height: 100, channels: 3 } })
      .jpeg()
      .toBuffer()

    const half = toProblem(
      await convert('image', photo.subarray(0, photo.length / 2), 'image/jpeg'),
    )
    const empty = toProblem(await convert('image', Buffer.alloc(0), 'image/jpeg'))
    const text = toProblem(await convert('image', 'not an image', 'image/png'))
    const svg = toProblem(
      await convert(
        'image',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        'image/png',
      ),
    )

    for (const { status, code } of [half, empty, text, svg]) {
      assert.deepEqual([status, code], [422, 'CONVERT_INPUT_INVALID'])
    }
  })

  it('of 60,000 × 60,000 pixels is refused by its header alone', async () => {
    const before = process.memoryUsage().rss
    const problem = toProblem(await convert('image', toPngHeader(60_000, 60_000), 'image/png'))

    assert.equal(problem.code, 'CONVERT_PIXELS_EXCEEDED')
    assert.match(problem.detail!, /60000 × 60000/)
    assert.ok(process.memoryUsage().rss - before < 200 * 1024 * 1024)
  })

  /** Of a part of a picture. */
  async function channelsOf(picture: Buffer, area: Region) {
    return (await sharp(await sharp(picture).extract(area).png().toBuffer()).stats()).channels
  }
})
