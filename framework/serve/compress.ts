/**
 * Static files, compressed once and not at each request.
 *
 * @module
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'

const compress = promisify(brotliCompress)

/** What is text inside; pictures and fonts are compressed as they are. */
const text = /\.(js|mjs|css|svg|html|txt|xml|json|webmanifest)$/

/** Below this it is not worth a header. */
const least = 512

/** Puts `app.js.br` beside `app.js`, where that is smaller by a tenth at least. */
export async function compressFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !text.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    if (bytes.length < least) continue
    const smaller = await compress(bytes)
    if (smaller.length < bytes.length * 0.9) await writeFile(`${path}.br`, smaller)
  }
}
