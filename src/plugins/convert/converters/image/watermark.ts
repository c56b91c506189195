/**
 * Watermarks: a line of text, or a picture of the app's, on every frame of an image.
 *
 * @module
 */
import sharp, { type OverlayOptions } from 'sharp'
import { errors } from '../../errors.ts'
import { findMark } from '../../marks.ts'
import { inProcess } from '../../program/run.ts'
import type { Rendition } from './definition.ts'
import program from 'program:./program.ts'

const draw = inProcess<object>(program, {
  inputBytes: 1000,
  outputBytes: 8 * 1024 * 1024,
  milliseconds: 2000,
  megabytes: 512,
})

type Size = { width: number; height: number }

/** What is laid over a frame of that size, at most; undefined where nothing is asked for. */
export async function toWatermark(
  rendition: Rendition,
  frame: Size,
): Promise<({ picture: Buffer } & Size) | undefined> {
  const source = await readPicture(rendition)
  if (!source) return undefined
  const share = rendition.markSize / 100
  const box = {
    width: Math.max(1, Math.floor(frame.width * Math.min(share, 0.95))),
    height: Math.max(1, Math.floor(frame.height * 0.95)),
  }
  const { data, info } = await sharp(source)
    .resize({ ...box, fit: 'inside' })
    .ensureAlpha()
    .composite([toOpacity(rendition.markOpacity)])
    .png()
    .toBuffer({ resolveWithObject: true })
  return { picture: data, width: info.width, height: info.height }
}

/** Where it lies on each of the frames, which libvips has one below the other. */
export function toOverlays(
  { picture, ...mark }: { picture: Buffer } & Size,
  { markPosition }: Rendition,
  { width, height, frames }: Size & { frames: number },
): OverlayOptions[] {
  const margin = Math.round(Math.min(width, height) * 0.02)
  const left = place(markPosition, ['left', 'right'], width - mark.width, margin)
  const top = place(markPosition, ['top', 'bottom'], height - mark.height, margin)
  return Array.from({ length: frames }, (_, index) => ({
    input: picture,
    left,
    top: index * height + top,
  }))
}

async function readPicture({ watermark, mark }: Rendition): Promise<Uint8Array | undefined> {
  if (watermark !== undefined) return drawOnce(watermark)
  if (mark === undefined) return undefined
  const picture = await findMark(mark)
  if (picture) return picture
  throw errors.CONVERT_MARK_UNKNOWN(`No picture is saved as ${mark}. Save it with saveMark first`)
}

// Somebody's pictures mostly come together, and have one watermark.
async function drawOnce(text: string): Promise<Uint8Array> {
  if (drawn?.text !== text) drawn = { text, body: (await draw(Buffer.from(text), {})).body }
  return drawn.body
}

let drawn: { text: string; body: Uint8Array } | undefined

function toOpacity(percent: number): OverlayOptions {
  const alpha = Math.round((percent / 100) * 255)
  return {
    input: Buffer.from([255, 255, 255, alpha]),
    raw: { width: 1, height: 1, channels: 4 },
    tile: true,
    blend: 'dest-in',
  }
}

function place(
  position: string,
  [near, far]: readonly [string, string],
  room: number,
  margin: number,
): number {
  const edge = Math.max(0, Math.min(margin, room))
  if (position.includes(near)) return edge
  if (position.includes(far)) return Math.max(0, room - edge)
  return Math.max(0, Math.floor(room / 2))
}
