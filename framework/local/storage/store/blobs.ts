/**
 * The bytes of objects, each in a file that nobody knows until its row is written.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { link, open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is being written. */
export interface BlobWriter {
  id: string
  write: (bytes: Buffer) => Promise<void>
  close: () => Promise<void>
  /** Closes it, and takes it away. */
  discard: () => Promise<void>
}

export type Blobs = ReturnType<typeof openBlobs>

export function openBlobs(folder: string) {
  mkdirSync(folder, { recursive: true })
  const pathOf = (id: string) => join(folder, id)

  return {
    async create(): Promise<BlobWriter> {
      const id = randomUUID()
      const file = await open(pathOf(id), 'wx')
      return {
        id,
        write: (bytes) => writeAll(file, bytes),
        close: () => file.close(),
        async discard() {
          await file.close().catch(() => {})
          await rm(pathOf(id), { force: true })
        },
      }
    },

    /**
     * Another name for the same bytes, which never change: they stay until both are removed. Undefined where they are
     * gone, or the file system has no such thing.
     */
    async link(of: string): Promise<Pick<BlobWriter, 'id' | 'discard'> | undefined> {
      const id = randomUUID()
      try {
        await link(pathOf(of), pathOf(id))
      } catch {
        return undefined
      }
      return { id, discard: () => rm(pathOf(id), { force: true }) }
    },

    /** @throws Error with code ENOENT once it is gone; whoever has it open can read on */
    open: (id: string): Promise<FileHandle> => open(pathOf(id)),

    /** Best effort: what stays is swept at the next start. */
    async remove(ids: readonly string[]): Promise<void> {
      await Promise.all(ids.map((id) => rm(pathOf(id), { force: true }).catch(() => {})))
    },

    /** Takes away what no row knows: an upload that was cut off, or a file that could not be removed. */
    sweep(known: ReadonlySet<string>): void {
      for (const id of readdirSync(folder)) {
        if (!known.has(id)) rmSync(pathOf(id), { force: true })
      }
    },
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let rest = bytes; rest.length > 0;) {
    const { bytesWritten } = await file.write(rest)
    rest = rest.subarray(bytesWritten)
  }
}
