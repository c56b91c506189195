/**
 * The static files of a page, as a browser fetches them the first time.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type { AppFetch } from '../../testing/fetch.ts'
import { compressedSize } from './wire.ts'

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** How many files a browser fetches for these pages at once, and what they weigh. */
export async function measureFiles(
  paths: readonly string[],
  { fetch, folder }: { fetch: AppFetch; folder: string },
): Promise<{ count: number; bytes: number }> {
  const found = new Map<string, number>()
  const follow = (file: string) => {
    if (found.has(file) || !existsSync(join(folder, file))) return
    const bytes = readFileSync(join(folder, file))
    found.set(file, compressedSize(bytes, types[extname(file)] ?? ''))
    if (/\.(js|css)$/.test(file)) {
      for (const [, name] of bytes.toString().matchAll(reference)) {
        follow(join(dirname(file), name!))
      }
    }
  }
  for (const path of paths) {
    const page = (await fetch(path)).text()
    for (const [tag, name] of page.matchAll(/<(?:link|script)[^>]*\/_static\/([^"?#]+)"[^>]*>/g)) {
      if (!/rel="(apple-touch-icon|alternate)"/.test(tag)) follow(name!)
    }
  }
  return { count: found.size, bytes: [...found.values()].reduce((sum, it) => sum + it, 0) }
}

// `from"./chunks/a.js"`, `import"./b.js"`, `url(./c.woff2)`; not `import("./d.js")`, which few pages do.
const reference = /(?:from|import|url\()\s*["']?(\.{1,2}\/[\w./-]+)["']?/g
