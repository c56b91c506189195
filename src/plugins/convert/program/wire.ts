/**
 * How a program and who runs it talk: frames of a line of JSON and some bytes, over pipes.
 *
 * @module
 */
import type { FieldError } from '#framework/errors.ts'

/** What is asked of a program. */
export interface Task {
  options: object
}

/** What it answers: that it is ready, a result, or what is wrong with the input. */
export type Answer =
  | { ready: true }
  | { type: string }
  | { refusal: { code: string; detail: string; errors?: FieldError[] } }

const headerBytes = 8

/** A frame, ready to be written. */
export function toFrame(head: Task | Answer, body: Uint8Array = new Uint8Array()): Buffer {
  const json = Buffer.from(JSON.stringify(head))
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32BE(json.length, 0)
  header.writeUInt32BE(body.length, 4)
  return Buffer.concat([header, json, body])
}

/** Puts frames together again; `largest` bytes of one are the most that it waits for. */
export function createReader<T>(
  onFrame: (head: T, body: Buffer) => void,
  { largest, onTooLarge }: { largest: number; onTooLarge: () => void },
): (chunk: Buffer) => void {
  let waiting: Buffer[] = []
  let size = 0
  return (chunk) => {
    waiting.push(chunk)
    size += chunk.length
    for (;;) {
      if (size < headerBytes) return
      // Only the header is needed to know how much is missing: no copy for each chunk.
      if (waiting[0]!.length < headerBytes) waiting = [Buffer.concat(waiting)]
      const json = waiting[0]!.readUInt32BE(0)
      const body = waiting[0]!.readUInt32BE(4)
      if (json + body > largest) return onTooLarge()
      const end = headerBytes + json + body
      if (size < end) return
      const all = Buffer.concat(waiting)
      waiting = [all.subarray(end)]
      size = all.length - end
      const head = JSON.parse(all.toString('utf8', headerBytes, headerBytes + json)) as T
      onFrame(head, all.subarray(headerBytes + json, end))
    }
  }
}
