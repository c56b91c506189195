/**
 * The codes of conversions.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  CONVERTER_NOT_FOUND: [404, 'No such converter'],
  CONVERSION_NOT_FOUND: [404, 'No such conversion'],
  VARIANT_NOT_FOUND: [404, 'No such image, or no such variant of it'],
  CONVERT_INPUT_TOO_LARGE: [413, 'This is too large to be converted'],
  CONVERT_TYPE_REFUSED: [415, 'This converter does not take that type'],
  CONVERT_RATE_EXCEEDED: [429, 'There were too many requests'],
  CONVERT_INPUT_INVALID: [422, 'The content cannot be converted'],
  CONVERT_PIXELS_EXCEEDED: [422, 'The image has too many pixels'],
  CONVERT_OUTPUT_TOO_LARGE: [422, 'The result is too large'],
  CONVERT_TIME_EXCEEDED: [422, 'The conversion took too long'],
  CONVERT_MEMORY_EXCEEDED: [422, 'The conversion needed too much memory'],
  CONVERT_CRASHED: [422, 'The conversion ended without a result'],
  CONVERT_MARK_UNKNOWN: [422, 'There is no such picture for watermarks'],
  CONVERT_UPLOAD_MISSING: [422, 'The content was never uploaded'],
})
