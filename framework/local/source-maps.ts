/**
 * Leads stack frames from a bundle back to the source.
 *
 * @module
 */
import { readFileSync, statSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const maps = new Map<string, { changed: number; map: SourceMap }>()

/** `at get (file:///…/index.mjs:10:5)` becomes `at get (src/shared/articles.ts:7:3)`. */
export function toSourceFrame(frame: string, cwd = process.cwd()): string {
  return frame.replace(/file:\/\/[^\s:)]+(?=:\d+:\d+)(:\d+):(\d+)/, (place) => {
    const [, url, line, column] = /^(.*):(\d+):(\d+)$/.exec(place)!
    const file = fileURLToPath(url!)
    const origin = findMap(file)?.findOrigin(Number(line), Number(column))
    if (!origin || !('fileName' in origin)) return `${relative(cwd, file)}:${line}:${column}`
    const source = resolve(dirname(file), origin.fileName)
    return `${relative(cwd, source)}:${origin.lineNumber}:${origin.columnNumber}`
  })
}

function findMap(file: string): SourceMap | undefined {
  try {
    const changed = statSync(`${file}.map`).mtimeMs
    const known = maps.get(file)
    if (known?.changed === changed) return known.map
    const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
    maps.set(file, { changed, map })
    return map
  } catch {
    return undefined
  }
}
