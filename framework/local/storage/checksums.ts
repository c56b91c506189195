/**
 * The checksums that S3 keeps beside objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 * @module
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { ChecksumType } from './types.ts'

/** One that is being computed. */
export interface RunningChecksum {
  update: (bytes: Buffer) => void
  digest: () => Buffer
}

const algorithms: Record<string, () => RunningChecksum> = {
  CRC32: createCrc32,
  CRC32C: () => createCrc({ high: 0, low: 0x82f63b78, bytes: 4 }),
  CRC64NVME: () => createCrc({ high: 0x9a6c9329, low: 0xac4bc9b5, bytes: 8 }),
  SHA1: () => createHash('sha1'),
  SHA256: () => createHash('sha256'),
}

/** Undefined for an algorithm that is not imitated. */
export function createChecksum(algorithm: string): RunningChecksum | undefined {
  return algorithms[algorithm]?.()
}

/** The header that carries it: `x-amz-checksum-crc32`. */
export function checksumHeader(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** Those of all algorithms that are imitated. */
export const checksumHeaders = Object.keys(algorithms).map(checksumHeader)

/** The algorithm of a header. */
export function algorithmOf(header: string): string {
  return header.slice('x-amz-checksum-'.length).toUpperCase()
}

/** What a multipart upload has where its creator does not say. */
export function defaultType(algorithm: string): ChecksumType {
  return algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE'
}

/** Of an object in parts: the checksum of their checksums. */
export function toComposite(algorithm: string, parts: readonly string[]): string {
  const checksum = createChecksum(algorithm)!
  for (const part of parts) checksum.update(Buffer.from(part, 'base64'))
  return `${checksum.digest().toString('base64')}-${parts.length}`
}

function createCrc32(): RunningChecksum {
  let value = 0
  return {
    update(bytes) {
      value = crc32(bytes, value)
    },
    digest() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    },
  }
}

/** A reflected polynomial, in halves of 32 bits. */
interface Polynomial {
  high: number
  low: number
  bytes: 4 | 8
}

interface CrcTable {
  high: Uint32Array
  low: Uint32Array
}

const tables = new Map<number, CrcTable>()

function createCrc({ high, low, bytes: width }: Polynomial): RunningChecksum {
  const table = tables.get(low) ?? toTable(high, low)
  tables.set(low, table)
  let upper = width === 8 ? 0xffffffff : 0
  let lower = 0xffffffff

  return {
    update(bytes) {
      let above = upper
      let below = lower
      for (const byte of bytes) {
        const index = (below ^ byte) & 0xff
        below = ((below >>> 8) | (above << 24)) ^ table.low[index]!
        above = (above >>> 8) ^ table.high[index]!
      }
      upper = above >>> 0
      lower = below >>> 0
    },
    digest() {
      const result = Buffer.alloc(width)
      result.writeUInt32BE(~lower >>> 0, width - 4)
      if (width === 8) result.writeUInt32BE(~upper >>> 0, 0)
      return result
    },
  }
}

function toTable(high: number, low: number): CrcTable {
  const table = { high: new Uint32Array(256), low: new Uint32Array(256) }
  for (let index = 0; index < 256; index++) {
    let above = 0
    let below = index
    for (let bit = 0; bit < 8; bit++) {
      const carry = below & 1
      below = (below >>> 1) | (above << 31)
      above >>>= 1
      if (!carry) continue
      below ^= low
      above ^= high
    }
    table.high[index] = above
    table.low[index] = below
  }
  return table
}
