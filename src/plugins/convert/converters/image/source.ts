/**
 * The pixels that renditions are made of: decoded for each, or once for several.
 *
 * @module
 */
import sharp, { type Metadata, type Sharp } from 'sharp'
import { image, maxPixels, type Rendition } from './definition.ts'

/** An image, upright, to be opened as often as needed. */
export interface Source {
  head: Metadata
  open: (isAnimated: boolean) => Sharp
}

/** Of decoded pixels, in bytes: beyond that each rendition decodes for itself, piece by piece. */
const mostShared = 100_000_000

export async function readSource(input: Uint8Array): Promise<Source> {
  const head = await sharp(input, { limitInputPixels: false }).metadata()
  const open = (animated: boolean) =>
    sharp(input, { limitInputPixels: maxPixels, animated }).autoOrient()
  return { head, open }
}

/** Whether all frames of what moves are wanted. */
export function keepsFrames({ frames, format }: Rendition): boolean {
  return frames === 'all' && (format === 'webp' || format === 'gif')
}

/** Whether a rendition may be made of pixels that others are made of, too: of one frame, and of all of it. */
export function canShare({ pages = 1 }: Metadata, options: Rendition): boolean {
  return options.crop === undefined && (pages === 1 || !keepsFrames(options))
}

/**
 * Decodes an image once for those that can share it, as large as the largest of them needs it: a JPEG then gives a
 * half, a quarter or an eighth without being decoded whole. In between, libvips would take the step before.
 *
 * @returns the image as it is, where there is nothing to share
 */
export async function decodeFor(all: readonly Rendition[], source: Source): Promise<Source> {
  const { head, open } = source
  const sharing = all.filter((it) => canShare(head, it))
  const { width, height } = head.autoOrient
  // The header has claimed more than is taken: each says so by itself.
  if (sharing.length < 2 || head.width * head.height > maxPixels) return source
  const needed = Math.max(...sharing.map((it) => toScale(head.autoOrient, it)))
  const size = { width: toPart(width, needed), height: toPart(height, needed) }
  if (size.width * size.height * 4 > mostShared) return source

  const upright = open(false)
  const smaller = needed < 1 ? upright.resize({ ...size, fit: 'fill' }) : upright
  const { data, info } = await smaller
    .timeout({ seconds: Math.floor(image.limits.milliseconds / 1000) })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raw = { width: info.width, height: info.height, channels: info.channels }
  return { head, open: () => sharp(data, { raw }) }
}

/** How large a rendition is against its image: 1 at most. */
function toScale(whole: { width: number; height: number }, rendition: Rendition): number {
  const { width, height, fit } = rendition
  const scales = [
    ...(width === undefined ? [] : [width / whole.width]),
    ...(height === undefined ? [] : [height / whole.height]),
  ]
  const scale = fit === 'cover' ? Math.max(...scales, 0) : Math.min(...scales, 1)
  return Math.min(1, scale || 1)
}

function toPart(side: number, scale: number): number {
  return Math.max(1, Math.round(side * scale))
}
