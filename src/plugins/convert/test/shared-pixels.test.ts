import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { defineBucket } from '#framework/storage.ts'
import { findConversions, signResult, startConversions } from '#services/convert'
import { useConvert } from './use-convert.ts'

describe('an image of which several renditions are made', () => {
  const { app, convert } = useConvert()
  const bucket = defineBucket('convert-uploads')
  const renditions = {
    large: { width: 300 },
    small: { width: 90, height: 90 },
    square: { width: 80, height: 80, fit: 'cover' },
    left: { width: 60, height: 100, fit: 'cover', position: 'left', format: 'jpeg' },
    part: { crop: '10,20,200,150', width: 100 },
    marked: { width: 200, watermark: 'Ada' },
    whole: { format: 'avif', quality: 90 },
  }

  /** Stored lying, in many colours; other for each seed. */
  async function draw(type: 'jpeg' | 'png', seed: number): Promise<Buffer> {
    const pixels = Buffer.from(
      Array.from({ length: 8 * 6 * 3 }, (_, at) => (at * 37 + seed * 91) % 256),
    )
    const scene = sharp(pixels, { raw: { width: 8, height: 6, channels: 3 } })
      .resize(400, 300, { fit: 'fill', kernel: 'cubic' })
      .withMetadata({ orientation: 6 })
    return (type === 'jpeg' ? scene.jpeg({ quality: 95 }) : scene.ensureAlpha(0.6).png()).toBuffer()
  }

  /** How far two pictures of one size are from each other: the mean of all differences, of 255. */
  async function difference(one: Uint8Array, other: Uint8Array): Promise<number> {
    const [a, b] = await Promise.all(
      [one, other].map((it) => sharp(it).toColourspace('srgb').removeAlpha().raw().toBuffer()),
    )
    assert.equal(a!.length, b!.length)
    return a!.reduce((sum, value, at) => sum + Math.abs(value - b![at]!), 0) / a!.length
  }

  it.each(['jpeg', 'png'] as const)('looks in each as if it were made alone: %s', async (type) => {
    const key = `shared/${type}`
    await bucket.put(key, await draw(type, 1), { contentType: `image/${type}` })
    await startConversions(bucket, { key, converter: 'image', renditions })
    await app.settle()
    const made = await findConversions(key)

    for (const { name, result } of made) {
      const options = renditions[name as keyof typeof renditions] as Record<string, string | number>
      const query = new URLSearchParams(
        Object.entries(options).map(([option, value]) => [option, String(value)]),
      )
      // In other bytes, so that it is not the same result.
      const bytes = Buffer.concat([await draw(type, 1), Buffer.from('alone')])
      const alone = await convert(`image?${query}`, bytes, `image/${type}`)
      const together = await (await fetch(signResult(result!))).bytes()

      const sides = await Promise.all(
        [alone.bytes(), together].map(async (it) => {
          const { width, height, format, hasAlpha, exif, orientation } = await sharp(it).metadata()
          return { width, height, format, hasAlpha, exif, orientation }
        }),
      )
      assert.equal(alone.headers.get('x-conversion'), 'new')
      assert.deepEqual(sides[1], sides[0], name)
      const far = await difference(alone.bytes(), together)
      assert.ok(far < 3, `${name}: ${far}`)
    }
    assert.equal(made.length, 7)
  })
})
