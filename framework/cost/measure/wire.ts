/**
 * What an answer weighs on its way from the CDN to a browser.
 *
 * @module
 */
import { brotliCompressSync, constants } from 'node:zlib'
import type { AppResponse } from '../../testing/fetch.ts'

/** Bytes of an answer with its headers, compressed as CloudFront does. */
export function sizeOnWire({ headers, bytes, cookies }: AppResponse): number {
  const lines = [...headers, ...cookies.map((it) => ['set-cookie', it] as const)]
  const head = lines.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0)
  return head + compressedSize(bytes(), headers.get('content-type') ?? '')
}

/** CloudFront compresses text from 1,000 bytes on. */
export function compressedSize(bytes: Buffer, contentType: string): number {
  const isText = /text|json|xml|javascript|svg|manifest/.test(contentType)
  if (!isText || bytes.length < 1000) return bytes.length
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5 }
  return brotliCompressSync(bytes, { params }).length
}
