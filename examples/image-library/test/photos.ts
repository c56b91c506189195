/**
 * Photos made by script: soft gradients with noise, as sharp and as heavy as what a camera of twelve
 * megapixels writes. Nobody's pictures are in this repository.
 *
 * @module
 */
import sharp, { type Sharp } from 'sharp'

export interface PhotoOptions {
  width?: number
  height?: number
  /** As the camera tells it: `2026:05:17 14:03:22`. */
  takenAt?: string
}

/** A JPEG of 4000 × 3000 pixels, other for each seed. Its noise makes it some three megabytes. */
export async function drawPhoto(
  seed: number,
  { width = 4000, height = 3000, takenAt }: PhotoOptions = {},
): Promise<Buffer> {
  const photo = (await toScene(seed, { width, height })).jpeg({ quality: 88 })
  const told = takenAt && {
    IFD0: { Model: 'Scripted 12' },
    IFD2: { DateTimeOriginal: takenAt },
  }
  return (told ? photo.withExif(told) : photo).toBuffer()
}

/** The same photo in other bytes: no result of one is known for the other. */
export function toCopy(photo: Uint8Array, seed: number): Buffer {
  const note = Buffer.from(`photo ${seed}`)
  const head = Buffer.from([0xff, 0xfe, 0, note.length + 2])
  return Buffer.concat([photo.subarray(0, 2), head, note, photo.subarray(2)])
}

async function toScene(
  seed: number,
  { width, height }: { width: number; height: number },
): Promise<Sharp> {
  const [w, h] = [80, 60]
  const gradient = Buffer.alloc(w * h * 3)
  for (let at = 0; at < gradient.length; at++) {
    const [x, y] = [(Math.floor(at / 3) % w) / w, Math.floor(at / 3 / w) / h]
    gradient[at] = 128 + 110 * Math.sin(seed + (at % 3) * 2 + x * 3 + y * (3 + (seed % 4)))
  }
  const noise = sharp({
    create: {
      width,
      height,
      channels: 3,
      noise: { type: 'gaussian', mean: 128, sigma: 26 },
      background: '#000',
    },
  })
  return sharp(gradient, { raw: { width: w, height: h, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .composite([
      { input: await noise.png({ compressionLevel: 0 }).toBuffer(), blend: 'soft-light' },
    ])
}
