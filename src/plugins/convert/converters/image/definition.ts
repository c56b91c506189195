/**
 * Renditions of images: turned upright, made smaller, cropped, in another format, without metadata.
 *
 * @module
 */
import { z } from '#framework/validate.ts'
import { describe, type OptionsOf } from '../../converter.ts'

/** Of all frames together; a phone's photo has 12 to 50 million. */
export const maxPixels = 60_000_000

const side = z.optional(toWhole(1, 8192))

export const image = describe({
  name: 'image',
  version: 3,
  from: ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif', 'image/tiff'],
  to: ['image/webp', 'image/avif', 'image/jpeg', 'image/png', 'image/gif'],
  options: z.strictObject({
    /** `left,top,width,height` in pixels of the upright image: what is kept of it, before all else. */
    crop: z.optional(
      z.pipe(
        z.string().check(z.regex(/^\d{1,5}(,\d{1,5}){3}$/, 'Such as 10,20,300,200')),
        z.transform(toArea),
      ),
    ),
    /** Pixels. With one of the two the other follows; without, the size stays. Never enlarged. */
    width: side,
    height: side,
    /** `inside` keeps all of the image, `cover` fills both sides and crops. */
    fit: z._default(z.enum(['inside', 'cover']), 'inside'),
    /** Which part `cover` keeps: `attention` looks for what people look at. */
    position: z._default(
      z.enum(['centre', 'attention', 'top', 'bottom', 'left', 'right']),
      'centre',
    ),
    format: z._default(z.enum(['webp', 'avif', 'jpeg', 'png', 'gif']), 'webp'),
    quality: z._default(toWhole(1, 100), 80),
    /**
     * Of WebP and AVIF: 0 is quick, 6 makes the smallest files. 2 takes half the time of 4 or less, and its WebPs are
     * a twentieth larger.
     */
    effort: z._default(toWhole(0, 6), 2),
    /** Of an animation: all frames, where the format has them, or the first. */
    frames: z._default(z.enum(['all', 'first']), 'all'),
    /** With the result it is told what the image shows: shape, colour, camera and its date. */
    facts: z._default(z.enum(['yes', 'no']), 'no'),
    /** A line of text that is laid over it. */
    watermark: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(80))),
    /** Or a picture, by the name that `saveMark` answers. */
    mark: z.optional(z.string().check(z.regex(/^[\w-]{43}$/, 'As saveMark answers it'))),
    markPosition: z._default(
      z.enum(['centre', 'top-left', 'top-right', 'bottom-left', 'bottom-right']),
      'bottom-right',
    ),
    /** Percent of the width, at most. */
    markSize: z._default(toWhole(1, 95), 30),
    /** Percent: 100 lets nothing through. */
    markOpacity: z._default(toWhole(1, 100), 60),
  }),
  limits: {
    inputBytes: 40 * 1024 * 1024,
    outputBytes: 20 * 1024 * 1024,
    milliseconds: 20_000,
    megabytes: 1024,
  },
})

/** The options, read. */
export type Rendition = OptionsOf<typeof image>

function toArea(text: string) {
  const [left, top, width, height] = text.split(',').map(Number) as [number, number, number, number]
  return { left, top, width, height }
}

function toWhole(least: number, most: number) {
  return z.pipe(z.coerce.number(), z.int().check(z.gte(least), z.lte(most)))
}
