/**
 * Pictures for watermarks: kept by their content, so that a result stays a matter of what went in.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { defineBucket } from '#framework/storage.ts'
import { errors } from './errors.ts'

const marks = defineBucket('convert-marks')
const mostBytes = 1024 * 1024

/**
 * Keeps a picture, and answers what the option `mark` of the image converter names it by. Saved again,
 * it is the same one.
 *
 * @param picture - of a type that the image converter takes, best a PNG with transparency, up to 1 MB
 * @throws CONVERT_INPUT_TOO_LARGE
 */
export async function saveMark(picture: Uint8Array): Promise<string> {
  if (picture.length > mostBytes) {
    throw errors.CONVERT_INPUT_TOO_LARGE(`${mostBytes} bytes are the most for a watermark`)
  }
  const id = createHash('sha256').update(picture).digest('base64url')
  await marks.put(id, picture)
  return id
}

/** A picture by its name; undefined where nobody has saved it. */
export async function findMark(id: string): Promise<Uint8Array | undefined> {
  return (await marks.get(id))?.bytes
}
