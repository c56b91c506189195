/**
 * The two things of Exif that are kept: when a photo was taken, and with which camera. What is broken
 * is left out: it is a stranger's, and no reason to refuse the image.
 *
 * @module
 */

const tags = { model: 0x0110, exif: 0x8769, takenAt: 0x9003 }
const mostEntries = 200

/** @param exif - with or without the six bytes `Exif` that a JPEG has before it */
export function readExif(exif: Uint8Array): { takenAt?: string; camera?: string } {
  try {
    const buffer = Buffer.from(exif.buffer, exif.byteOffset, exif.byteLength)
    const tiff = buffer.toString('latin1', 0, 4) === 'Exif' ? buffer.subarray(6) : buffer
    const isLittle = tiff.toString('latin1', 0, 2) === 'II'
    const reader = {
      tiff,
      short: (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)),
      long: (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)),
    }
    const first = readDirectory(reader, reader.long(4))
    const place = first.get(tags.exif)
    const more = place === undefined ? undefined : readDirectory(reader, reader.long(place + 8))
    const takenAt = toTime(readText(reader, more?.get(tags.takenAt)))
    const camera = readText(reader, first.get(tags.model))
    return { ...(takenAt && { takenAt }), ...(camera && { camera }) }
  } catch (error) {
    if (error instanceof RangeError) return {}
    throw error
  }
}

interface Reader {
  tiff: Buffer
  short: (at: number) => number
  long: (at: number) => number
}

/** Where the entry of each tag is. */
function readDirectory({ short }: Reader, start: number): Map<number, number> {
  const count = Math.min(short(start), mostEntries)
  const places = Array.from({ length: count }, (_, index) => start + 2 + index * 12)
  return new Map(places.map((place) => [short(place), place]))
}

function readText({ tiff, short, long }: Reader, place: number | undefined): string | undefined {
  const isText = place !== undefined && short(place + 2) === 2
  if (!isText) return undefined
  const length = Math.min(long(place + 4), 100)
  const from = length <= 4 ? place + 8 : long(place + 8)
  const text = tiff.toString('latin1', from, from + length).split('\0')[0]!
  return /^[\x20-\x7e]+$/.test(text) ? text.trim() : undefined
}

// `2026:05:17 14:03:22`
function toTime(text = ''): string | undefined {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text)
  if (!parts) return undefined
  const time = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`
  // Cameras without a clock write zeros.
  return Number.isNaN(Date.parse(time)) ? undefined : time
}
