/**
 * The look at an uploaded file before anybody can have it: the place where a service that knows good
 * from bad plugs in, with its `scan-file.ts`; the app with `src/shared/scan-file.ts`.
 *
 * @module
 */
import type { Readable } from 'node:stream'

/** A file that has arrived, and that nobody has seen. */
export interface ArrivedFile {
  id: string
  /** As whoever sent it named it. */
  name: string
  /** As they said that it is: `image/png`. */
  type: string
  /** In bytes. */
  size: number
  owner: string
  /** Bytes, from the first to the last that are asked for. */
  read: (range: readonly [first: number, last: number]) => Promise<Uint8Array>
  /** All bytes as they come. Whoever does not read them to the end destroys the stream. */
  stream: () => Promise<Readable>
}

export interface FileScan {
  /**
   * Answers in one sentence why nobody may have the file; undefined lets it pass. What it throws
   * makes the file wait, and the look happen again.
   */
  scanFile: (file: ArrivedFile) => string | undefined | Promise<string | undefined>
}

/** Declares a look. The default export of its file. */
export function defineScan(scan: FileScan): FileScan {
  return scan
}
