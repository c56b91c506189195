/**
 * Files' own look: what says that it is a picture, a PDF or an archive begins like one.
 *
 * @module
 */
import { defineScan } from '#framework/scan.ts'

export default defineScan({
  async scanFile({ type, size, read }) {
    const looksRight = beginnings[type]
    if (!looksRight) return undefined
    const bytes = Buffer.from(await read([0, Math.min(size, 32) - 1]))
    return looksRight(bytes) ? undefined : `It is said to be ${type}, and does not begin like that.`
  },
})

type Test = (bytes: Buffer) => boolean

const beginnings: Record<string, Test | undefined> = {
  'image/png': startsWith('89504e470d0a1a0a'),
  'image/jpeg': startsWith('ffd8ff'),
  'image/gif': (bytes) => /^GIF8[79]a/.test(bytes.toString('latin1')),
  'image/webp': (bytes) => /^RIFF....WEBP/s.test(bytes.toString('latin1')),
  'image/avif': (bytes) => /^....ftyp.*avi[fs]/s.test(bytes.toString('latin1')),
  'application/pdf': startsWith('255044462d'),
  'application/zip': (bytes) => startsWith('504b0304')(bytes) || startsWith('504b0506')(bytes),
}

function startsWith(hex: string): Test {
  const beginning = Buffer.from(hex, 'hex')
  return (bytes) => bytes.subarray(0, beginning.length).equals(beginning)
}
