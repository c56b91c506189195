/**
 * The files of `public/`, under `/_static/`: those with a hash in their name for good, the others to
 * be asked for again.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, relative, sep } from 'node:path'
import { pipeline } from 'node:stream'
import { toType } from './types.ts'

interface StaticFile {
  path: string
  size: number
  etag: string
  type: string
  isHashed: boolean
  /** Compressed already. */
  brotli?: { path: string; size: number }
}

/** Files up to here are kept in memory. */
const kept = 256 * 1024

/**
 * Knows the files that were there at the start, and no others: no path reaches outside.
 *
 * @returns whether it was one of them
 */
export function createStatic(folder: string, headers: Readonly<Record<string, string>>) {
  const files = new Map(listFiles(folder))
  const memory = new Map<string, Buffer>()

  function read(path: string, size: number): Buffer | undefined {
    if (size > kept) return undefined
    const known = memory.get(path)
    if (known) return known
    const bytes = readFileSync(path)
    memory.set(path, bytes)
    return bytes
  }

  return (path: string, request: IncomingMessage, response: ServerResponse): boolean => {
    const file = files.get(path)
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return false

    const { etag, type, isHashed, brotli } = file
    const isCompressed = brotli && accepts(request.headers['accept-encoding'])
    const { path: source, size } = isCompressed ? brotli : file
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.setHeader('etag', etag)
    response.setHeader('cache-control', isHashed ? forGood : askAgain)
    if (brotli) response.setHeader('vary', 'accept-encoding')
    if (isUnchanged(request, etag)) {
      response.writeHead(304).end()
      return true
    }
    response.setHeader('content-type', type)
    response.setHeader('content-length', size)
    if (isCompressed) response.setHeader('content-encoding', 'br')
    const bytes = request.method === 'HEAD' ? Buffer.alloc(0) : read(source, size)
    if (bytes) response.end(bytes)
    else pipeline(createReadStream(source), response, () => {})
    return true
  }
}

const forGood = 'public, max-age=31536000, immutable'
const askAgain = 'public, max-age=0, must-revalidate'

function listFiles(folder: string): [string, StaticFile][] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const names = entries.filter((it) => it.isFile()).map((it) => join(it.parentPath, it.name))
  const all = new Set(names)
  return names
    .filter((path) => !(path.endsWith('.br') && all.has(path.slice(0, -3))))
    .map((path) => {
      const name = relative(folder, path).split(sep).join('/')
      const { size } = statSync(path)
      const digest = createHash('sha256').update(readFileSync(path)).digest('base64url')
      const compressed = `${path}.br`
      const address = `/_static/${name.split('/').map(encodeURIComponent).join('/')}`
      return [
        address,
        {
          path,
          size,
          // Weak: the same for the compressed one.
          etag: `W/"${digest.slice(0, 27)}"`,
          type: toType(name),
          isHashed: /^build\/(?:.*\/)?[^/]*-[A-Z0-9]{8}\.\w+$/.test(name),
          ...(all.has(compressed) && {
            brotli: { path: compressed, size: statSync(compressed).size },
          }),
        },
      ]
    })
}

function accepts(encodings: string | string[] | undefined): boolean {
  return /(^|[\s,])br\s*(,|$|;\s*q=(?!0(\.0*)?\s*(,|$)))/.test(String(encodings ?? ''))
}

function isUnchanged({ headers }: IncomingMessage, etag: string): boolean {
  const asked = headers['if-none-match']
  return asked !== undefined && (asked.trim() === '*' || asked.includes(etag.slice(2)))
}
