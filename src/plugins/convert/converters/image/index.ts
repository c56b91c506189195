/**
 * The converter itself: sharp (libvips), which reads the size of an image before any of its pixels.
 *
 * @module
 */
import sharp, { type Metadata, type Sharp } from 'sharp'
import { AppError } from '#framework/errors.ts'
import { toConverter, type OptionsOf, type Output } from '../../converter.ts'
import { errors } from '../../errors.ts'
import { image, maxPixels } from './definition.ts'
import { toFacts } from './facts.ts'
import { toOverlays, toWatermark } from './watermark.ts'

// One event at a time, on a fraction of a processor: threads and caches would only cost memory.
sharp.concurrency(1)
sharp.cache(false)
// SVG, PDF and what ImageMagick knows would load other files, or programs.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadHeifBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadTiffBuffer',
  ],
})

export default toConverter(image, async (input, options) => {
  try {
    return await render(input, options)
  } catch (error) {
    throw error instanceof AppError ? error : toRefusal(error as Error)
  }
})

type Rendition = OptionsOf<typeof image>

async function render(input: Uint8Array, options: Rendition): Promise<Output> {
  const head = await sharp(input, { limitInputPixels: false }).metadata()
  const isAnimated = options.frames === 'all' && ['webp', 'gif'].includes(options.format)
  requirePixels(head, isAnimated)
  requireWithin(head, options)

  const upright = sharp(input, { limitInputPixels: maxPixels, animated: isAnimated }).autoOrient()
  const cropped = options.crop ? upright.extract(options.crop) : upright
  const marked = await addWatermark(
    resize(cropped, options),
    options,
    isAnimated && (head.pages ?? 1) > 1,
  )
  const { data, info } = await encode(marked, options)
    .timeout({ seconds: Math.floor(image.limits.milliseconds / 1000) })
    .toBuffer({ resolveWithObject: true })
  const type = `image/${info.format === 'heif' ? 'avif' : info.format}`
  return { type, body: data, ...(options.facts === 'yes' && { facts: await toFacts(head, data) }) }
}

/** Only once the image has its size is it known where a mark goes: so there are two steps then. */
async function addWatermark(source: Sharp, options: Rendition, isMoving: boolean): Promise<Sharp> {
  if (options.watermark === undefined && options.mark === undefined) return source
  if (!isMoving) return addToStill(source, options)
  const lossless = await source.webp({ lossless: true, effort: 0 }).toBuffer()
  const { width, height, pages = 1, pageHeight = height } = await sharp(lossless).metadata()
  const mark = await toWatermark(options, { width, height: pageHeight })
  const frame = { width, height: pageHeight, frames: pages }
  return sharp(lossless, { animated: pages > 1 }).composite(
    mark ? toOverlays(mark, options, frame) : [],
  )
}

async function addToStill(source: Sharp, options: Rendition): Promise<Sharp> {
  const upright = source.toColourspace('srgb').raw()
  const { data, info } = await upright.toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const mark = await toWatermark(options, { width, height })
  const frame = { width, height, frames: 1 }
  return sharp(data, { raw: { width, height, channels } }).composite(
    mark ? toOverlays(mark, options, frame) : [],
  )
}

function requireWithin({ autoOrient: { width, height } }: Metadata, { crop }: Rendition): void {
  if (!crop) return
  const isWithin = crop.left + crop.width <= width && crop.top + crop.height <= height
  if (isWithin && crop.width > 0 && crop.height > 0) return
  throw errors.CONVERT_INPUT_INVALID(
    `The crop reaches beyond the image, which has ${width} × ${height} pixels`,
  )
}

function requirePixels({ width, height, pages = 1 }: Metadata, isAnimated: boolean): void {
  if (width * height * (isAnimated ? pages : 1) <= maxPixels) return
  const frames = pages > 1 ? ` in ${pages} frames` : ''
  throw errors.CONVERT_PIXELS_EXCEEDED(
    `It has ${width} × ${height} pixels${frames}, and ${maxPixels} are the most`,
  )
}

function resize(source: Sharp, { width, height, fit, position }: Rendition): Sharp {
  if (width === undefined && height === undefined) return source
  return source.resize({
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    fit,
    position,
    withoutEnlargement: true,
  })
}

function encode(source: Sharp, { format, quality }: Rendition): Sharp {
  if (format === 'webp') return source.webp({ quality })
  if (format === 'avif') return source.avif({ quality, effort: 2 })
  if (format === 'jpeg') return source.flatten({ background: '#fff' }).jpeg({ quality })
  if (format === 'gif') return source.gif()
  return source.png()
}

function toRefusal({ message }: Error): AppError {
  if (/timeout/i.test(message)) return errors.CONVERT_TIME_EXCEEDED()
  if (/pixel limit/.test(message)) return errors.CONVERT_PIXELS_EXCEEDED()
  if (/unsupported image format|Input buffer is empty/.test(message)) {
    return errors.CONVERT_INPUT_INVALID('It is none of JPEG, PNG, WebP, AVIF, GIF and TIFF')
  }
  // libvips tells more than one line.
  return errors.CONVERT_INPUT_INVALID(message.split('\n')[0]!.slice(0, 200))
}
