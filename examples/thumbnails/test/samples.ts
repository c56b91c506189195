/**
 * Pictures for tests, drawn by a script from noise and gradients: what cameras, scanners and editors write,
 * and what is broken or hostile. None of them is a photograph.
 *
 * @module
 */
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** A picture as it is dropped. */
export interface Sample {
  name: string
  type: string
  bytes: Buffer
  /** Whether sizes can be made of it. */
  isGood: boolean
  /** Of what is made of it, upright. */
  isPortrait?: boolean
}

/** A landscape: bands of colour with soft noise on them, as light and grain are. */
export function toScene(width: number, height: number, seed: number): Sharp {
  const [w, h] = [96, Math.max(1, Math.round((96 * height) / width))]
  const pixels = Buffer.alloc(w * h * 3)
  let state = seed + 1
  for (let at = 0; at < pixels.length; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    const [x, y] = [(Math.floor(at / 3) % w) / w, Math.floor(at / 3 / w) / h]
    const band = 128 + 90 * Math.sin(seed + (at % 3) * 2 + x * 3 + y * (4 + (seed % 5)))
    pixels[at] = Math.max(0, Math.min(255, band + ((state >> 12) % 40) - 20))
  }
  return sharp(pixels, { raw: { width: w, height: h, channels: 3 } }).resize(width, height, {
    fit: 'fill',
    kernel: 'cubic',
  })
}

/** What a 50,000 × 50,000 PNG begins with; its pixels would fill seven gigabytes. */
export function toBomb(): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(50_000, 0)
  header.writeUInt32BE(50_000, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks = [
    toChunk('IHDR', header),
    toChunk('IDAT', deflateSync(Buffer.alloc(150_001))),
    toChunk('IEND'),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...chunks])
}

/** The same picture in other bytes: what is known already would not be made again. */
export function toCopy({ bytes, type, ...rest }: Sample, number: number): Sample {
  const name = rest.name.replace('.', `-${number}.`)
  const note = Buffer.from(`copy ${number}`)
  if (type === 'image/jpeg' && bytes.length > 4) {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(note.length + 2)
    const comment = [Buffer.from('fffe', 'hex'), length, note]
    return {
      ...rest,
      type,
      name,
      bytes: Buffer.concat([bytes.subarray(0, 2), ...comment, bytes.subarray(2)]),
    }
  }
  if (type === 'image/png') {
    const text = toChunk('tEXt', Buffer.concat([Buffer.from('Comment\0'), note]))
    return {
      ...rest,
      type,
      name,
      bytes: Buffer.concat([bytes.subarray(0, 33), text, bytes.subarray(33)]),
    }
  }
  return { ...rest, type, name, bytes: bytes.length === 0 ? bytes : Buffer.concat([bytes, note]) }
}

/** One of each kind, and several of the usual. */
export async function drawSamples(): Promise<Sample[]> {
  const jpeg = async (name: string, scene: Sharp, isPortrait = false) => {
    return {
      name,
      type: 'image/jpeg',
      bytes: await scene.jpeg({ quality: 88 }).toBuffer(),
      isGood: true,
      isPortrait,
    }
  }
  const shapes = [
    [4000, 3000],
    [4032, 2268],
    [3000, 2000],
    [2400, 1600],
    [1920, 1080],
    [1200, 800],
  ] as const
  const plain = shapes.map(([width, height], seed) =>
    jpeg(`photo${seed}.jpg`, toScene(width, height, seed)),
  )
  const turned = [3, 6, 8].map((orientation) => {
    const scene = toScene(2400, 1600, orientation).withMetadata({ orientation })
    return jpeg(`turned${orientation}.jpg`, scene, orientation > 4)
  })
  const cmyk = jpeg('cmyk.jpg', toScene(1600, 1200, 11).toColourspace('cmyk'))
  return [
    ...(await Promise.all([...plain, ...turned, cmyk])),
    await toAlpha(),
    await toAnimation(),
    ...(await drawBroken()),
  ]
}

async function toAlpha(): Promise<Sample> {
  const mask = Buffer.from(
    '<svg width="1200" height="900"><circle cx="600" cy="450" r="400"/></svg>',
  )
  const scene = toScene(1200, 900, 12)
    .ensureAlpha()
    .composite([{ input: mask, blend: 'dest-in' }])
  return { name: 'alpha.png', type: 'image/png', bytes: await scene.png().toBuffer(), isGood: true }
}

async function toAnimation(): Promise<Sample> {
  const frames = await Promise.all(
    [1, 2, 3].map((seed) => toScene(400, 300, seed).png().toBuffer()),
  )
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [200, 200, 200] })
    .toBuffer()
  return { name: 'moving.gif', type: 'image/gif', bytes, isGood: true }
}

async function drawBroken(): Promise<Sample[]> {
  const whole = await toScene(2000, 1500, 13).jpeg().toBuffer()
  const png = await toScene(1200, 900, 14).png().toBuffer()
  return [
    { name: 'empty.jpg', type: 'image/jpeg', bytes: Buffer.alloc(0), isGood: false },
    {
      name: 'cut.jpg',
      type: 'image/jpeg',
      bytes: whole.subarray(0, whole.length / 2),
      isGood: false,
    },
    { name: 'cut.png', type: 'image/png', bytes: png.subarray(0, png.length / 3), isGood: false },
    { name: 'bomb.png', type: 'image/png', bytes: toBomb(), isGood: false },
    {
      name: 'no-picture.jpg',
      type: 'image/jpeg',
      bytes: Buffer.from('<script>alert(1)</script>'),
      isGood: false,
    },
    {
      name: 'noise.gif',
      type: 'image/gif',
      bytes: Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(5000, 7)]),
      isGood: false,
    },
  ]
}

function toChunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
