/**
 * What an instance prints, in whole lines, so that those of several do not run into each other.
 *
 * @module
 */
import type { Readable } from 'node:stream'

/** Milliseconds after which the beginning of a line is shown without its end. */
const patience = 200

/** Hands on what comes out of a stream, line by line. */
export function writeLines(stream: Readable, print: (lines: string) => void): void {
  let held = ''
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    if (held) print(held)
    held = ''
  }

  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    clearTimeout(timer)
    const text = held + chunk
    const end = text.lastIndexOf('\n') + 1
    held = text.slice(end)
    if (end > 0) print(text.slice(0, end))
    if (held) timer = setTimeout(flush, patience).unref()
  })
  stream.on('end', flush)
}
