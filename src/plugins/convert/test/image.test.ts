import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it } from 'vitest'
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
})
