/**
 * The converter itself: sharp (libvips), which reads the size of an image before any of its pixels.
 *
 * @module
 */
import sharp, { type Metadata, type Sharp } from 'sharp'
import { AppError } from '#framework/errors.ts'
import { toConverter, type Output } from '../../converter.ts'
import { errors } from '../../errors.ts'
import { image, maxPixels, type Rendition } from './definition.ts'
import { toFacts } from './facts.ts'
import { canShare, decodeFor, keepsFrames, readSource, type Source } from './source.ts'
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

export default toConverter(image, Object.assign(convert, { each: convertEach }))

async function convert(input: Uint8Array, options: Rendition): Promise<Output> {
  try {
    return await render(await readSource(input), options)
  } catch (error) {
    throw toRefusal(error as Error)
  }
}

/** The image is decoded once for all that can be made of the same pixels. */
async function* convertEach(
  input: Uint8Array,
  all: readonly Rendition[],
): AsyncGenerator<Output | AppError> {
  let source: Source
  let shared: Source | AppError
  try {
    source = await readSource(input)
    shared = await decodeFor(all, source).catch((error: Error) => toRefusal(error))
  } catch (error) {
    for (const _ of all) yield toRefusal(error as Error)
    return
  }
  for (const options of all) {
    const from = canShare(source.head, options) ? shared : source
    if (from instanceof AppError) yield from
    else yield await render(from, options).catch((error: Error) => toRefusal(error))
  }
}

async function render({ head, open }: Source, options: Rendition): Promise<Output> {
  const isAnimated = keepsFrames(options)
  requirePixels(head, isAnimated)
  requireWithin(head, options)

  const upright = open(isAnimated)
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

function encode(source: Sharp, { format, quality, effort }: Rendition): Sharp {
  if (format === 'webp') return source.webp({ quality, effort })
  if (format === 'avif') return source.avif({ quality, effort })
  if (format === 'jpeg') return source.flatten({ background: '#fff' }).jpeg({ quality })
  if (format === 'gif') return source.gif()
  return source.png()
}

function toRefusal(error: Error): AppError {
  if (error instanceof AppError) return error
  const { message } = error
  if (/timeout/i.test(message)) return errors.CONVERT_TIME_EXCEEDED()
  if (/pixel limit/.test(message)) return errors.CONVERT_PIXELS_EXCEEDED()
  if (/unsupported image format|Input buffer is empty/.test(message)) {
    return errors.CONVERT_INPUT_INVALID('It is none of JPEG, PNG, WebP, AVIF, GIF and TIFF')
  }
  // libvips tells more than one line.
  return errors.CONVERT_INPUT_INVALID(message.split('\n')[0]!.slice(0, 200))
}
