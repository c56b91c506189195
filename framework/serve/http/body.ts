/**
 * Bodies of requests, no larger than Lambda would take them.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

/** Bytes. Lambda takes 6 MB, of which base64 and the event's other parts take their share. */
export const largestBody = 4.5 * 1024 * 1024

/** The whole body; undefined when it is too large, or the client went away. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return undefined
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > largestBody) return undefined
      chunks.push(chunk)
    }
  } catch {
    return undefined
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
