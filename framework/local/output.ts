/**
 * What the functions print, on its way to the developer's terminal.
 *
 * @module
 */
import { createLogRenderer } from './log-lines.ts'

type Write = typeof process.stdout.write

/** Renders all that this process writes to stdout from now on. */
export function renderOutput({ isQuiet }: { isQuiet: boolean }): void {
  // Architect's way to spawn functions makes Node warn at the first of them.
  process.noDeprecation = true

  const render = createLogRenderer({ isQuiet })
  const write = process.stdout.write.bind(process.stdout) as (chunk: string) => boolean
  process.stdout.write = ((chunk: unknown, ...rest: unknown[]) => {
    const text = Buffer.isBuffer(chunk) ? chunk.toString() : String(chunk)
    const shown = render(text)
    const isRoom = shown ? write(shown) : true
    const done = rest.find((it) => typeof it === 'function') as (() => void) | undefined
    done?.()
    return isRoom
  }) as Write
}
