/**
 * The door of texts: sources that are converted at once, in a function of yours. Apart from the main
 * door, since whoever goes through here has all the compilers in their bundle.
 *
 * @module
 */
import { convertOnce } from '../convert-once.ts'
import { readOptions, type Converter } from '../converter.ts'
import { errors } from '../errors.ts'

/** A converted text. */
export interface ConvertedText {
  /** The address of the result: equal for the same source and options. */
  id: string
  /** A content type: `text/css; charset=utf-8`. */
  type: string
  text: string
  /** Whether it was there already. */
  isKnown: boolean
}

// Each with its process, which begins with the first source that needs it.
const converters: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
  markdown: () => import('../converters/markdown/index.ts'),
  scss: () => import('../converters/scss/index.ts'),
  typescript: () => import('../converters/typescript/index.ts'),
  pug: () => import('../converters/pug/index.ts'),
}

/**
 * Converts a source as `POST /convert/<converter>` does, and for whom is yours to ask. Sources stay in
 * contained processes; give the function `memory 1024` and `timeout 29`.
 *
 * @param converter - markdown, scss, typescript or pug
 * @throws CONVERTER_NOT_FOUND; INVALID_INPUT for the options; CONVERT_INPUT_INVALID and other codes of this
 * service for the source, with `errors` that say where
 */
export async function convertText(
  converter: string,
  source: string,
  options: object = {},
): Promise<ConvertedText> {
  const load = Object.hasOwn(converters, converter) ? converters[converter] : undefined
  if (!load) throw errors.CONVERTER_NOT_FOUND(`There are ${Object.keys(converters).join(', ')}`)
  const found = (await load()).default as Converter
  const { body, ...more } = await convertOnce(
    found,
    Buffer.from(source),
    readOptions(found, options),
  )
  return { ...more, text: Buffer.from(body).toString() }
}
