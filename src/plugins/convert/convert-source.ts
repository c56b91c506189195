/**
 * A text through a converter, as a text.
 *
 * @module
 */
import { convertOnce } from './convert-once.ts'
import { readOptions, type Converter } from './converter.ts'

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

/** @throws what `convertText` throws */
export async function convertSource<O extends object>(
  converter: Converter<O>,
  source: string,
  options: object = {},
): Promise<ConvertedText> {
  const read = readOptions(converter, options)
  const { body, ...more } = await convertOnce(converter, Buffer.from(source), read)
  return { ...more, text: Buffer.from(body).toString() }
}
