/**
 * Reads the functions' log lines off what this process prints, and changes nothing about it.
 *
 * @module
 */
import { redact } from './redact.ts'
import type { LogLine, Recorder } from './recorder.ts'

type Write = typeof process.stdout.write

/** Follows stdout. Must be called after `renderOutput`, which changes what is printed. */
export function followOutput(recorder: Recorder): () => void {
  const read = createLineReader((line) => recorder.log(line))
  const original = process.stdout.write
  const write = original.bind(process.stdout) as (...parameters: unknown[]) => boolean
  const followed = ((chunk: unknown, ...rest: unknown[]) => {
    try {
      read(Buffer.isBuffer(chunk) ? chunk.toString() : String(chunk))
    } catch {
      // The terminal is worth more than the trace.
    }
    return write(chunk, ...rest)
  }) as Write
  process.stdout.write = followed
  return () => {
    if (process.stdout.write === followed) process.stdout.write = original
  }
}

/**
 * Takes chunks apart into log lines. The sandbox puts a line break in front of each chunk that a
 * function wrote; what has none is our own output.
 */
export function createLineReader(tell: (line: LogLine) => void): (chunk: string) => void {
  let held = ''
  return (chunk) => {
    if (!chunk.startsWith('\n') || chunk === '\n') return
    const text = chunk.slice(1)
    const whole = text.startsWith('{"') ? text : held + text
    const lines = whole.split('\n')
    const last = lines.pop()!
    // A JSON line may be cut by the end of a chunk.
    const isCut = last.startsWith('{"') && !parse(last)
    held = isCut ? last : ''
    if (!isCut) lines.push(last)
    for (const line of lines) {
      const entry = line.trim() ? toEntry(line) : undefined
      if (entry) tell(entry)
    }
  }
}

function toEntry(line: string): LogLine | undefined {
  const entry = line.startsWith('{"') ? parse(line) : undefined
  if (entry?.['_aws']) return undefined
  const { time, level, message, requestId, function: name, ...rest } = entry ?? {}
  if (typeof level !== 'string' || typeof message !== 'string') {
    return { time: new Date().toISOString(), level: 'info', message: line }
  }
  const { messageId } = rest
  return {
    time: typeof time === 'string' ? time : new Date().toISOString(),
    level,
    message,
    ...(Object.keys(rest).length > 0 && { fields: JSON.stringify(redact(rest)) }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(typeof name === 'string' && { function: name }),
    ...(typeof messageId === 'string' && { messageId }),
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
