/**
 * Reads a stream of bytes in pieces whose borders are elsewhere than those of its chunks.
 *
 * @module
 */

/** A stream that is read piece by piece; each piece must be read to its end before the next. */
export interface ByteReader {
  /** So many bytes. */
  take: (size: number) => AsyncGenerator<Buffer>
  /** All before these bytes, which are passed over. */
  until: (delimiter: Buffer) => AsyncGenerator<Buffer>
}

/** @param onEnd - makes the error for a stream that ends too soon */
export function createReader(source: AsyncIterable<Buffer>, onEnd: () => Error): ByteReader {
  const iterator = source[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)

  async function readMore(): Promise<void> {
    const { done, value } = await iterator.next()
    if (done) throw onEnd()
    held = held.length > 0 ? Buffer.concat([held, value]) : value
  }

  function cut(size: number): Buffer {
    const part = held.subarray(0, size)
    held = held.subarray(part.length)
    return part
  }

  return {
    async *take(size) {
      for (let missing = size; missing > 0;) {
        if (held.length === 0) await readMore()
        const part = cut(missing)
        missing -= part.length
        yield part
      }
    },

    async *until(delimiter) {
      for (;;) {
        const at = held.indexOf(delimiter)
        if (at >= 0) {
          yield cut(at)
          cut(delimiter.length)
          return
        }
        // The end of what is held may be the beginning of the delimiter.
        const sure = held.length - delimiter.length + 1
        if (sure > 0) yield cut(sure)
        await readMore()
      }
    },
  }
}

/**
 * All of a piece, which must not be long.
 *
 * @param onTooLong - makes the error for more than `longest` bytes
 */
export async function readAll(
  piece: AsyncIterable<Buffer>,
  { longest, onTooLong }: { longest: number; onTooLong: () => Error },
): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of piece) {
    size += part.length
    if (size > longest) throw onTooLong()
    parts.push(part)
  }
  return Buffer.concat(parts)
}
