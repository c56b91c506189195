/**
 * The functions' log, made readable: JSON in, short lines out, everything else as it is.
 *
 * @module
 */
import { styleText } from 'node:util'
import { toSourceFrame } from './source-maps.ts'

interface Entry {
  time?: string
  level?: string
  message?: string
  requestId?: string
  function?: string
  _aws?: unknown
  [field: string]: unknown
}

interface LoggedError {
  name?: string
  message?: string
  stack?: string
  code?: string
  cause?: LoggedError
}

type Style = Parameters<typeof styleText>[0]

const styles: Record<string, Style> = { error: 'red', warn: 'yellow', debug: 'dim' }

/**
 * Renders chunks of output. The sandbox puts a line break in front of each that a function wrote; a
 * JSON line that is cut by the end of one is put together again.
 */
export function createLogRenderer({ isQuiet = false } = {}): (chunk: string) => string {
  let held = ''
  let told: string | undefined
  let isRepeating = false

  // The sandbox prints what a function threw, also when that has logged it already.
  function isRepeated(line: string): boolean {
    isRepeating = line === told || (isRepeating && /^(\s|\})/.test(line))
    told = isRepeating ? told : (findError(line) ?? (line ? undefined : told))
    return isRepeating
  }

  return (chunk) => {
    const isOurs = !chunk.startsWith('\n') || chunk === '\n'
    if (isOurs) return chunk

    const text = chunk.slice(1)
    const isNew = !held || text.startsWith('{"')
    const before = isNew && held ? `${held}\n` : ''
    const whole = isNew ? text : held + text
    const end = whole.lastIndexOf('\n') + 1
    held = isCut(whole.slice(end)) ? whole.slice(end) : ''

    const lines = whole.slice(0, whole.length - held.length).split('\n')
    const shown = lines.filter(
      (line) => !isRepeated(line) && !(isQuiet && /^\{"[^}]*"level":"(info|debug)"/.test(line)),
    )
    return before + shown.map(renderLine).filter(isShown).join('\n')
  }
}

/** A log line for people; `undefined` for what is only for machines; other text as it is. */
function renderLine(line: string): string | undefined {
  if (!line.startsWith('{"')) return toSourceFrame(line)
  const entry = parse(line)
  if (entry?._aws) return undefined
  if (!entry?.level || entry.message === undefined) return line

  const { time, level, message, requestId, function: name, ...fields } = entry
  const { error, ...rest } = fields as { error?: LoggedError } & Record<string, unknown>
  const what = message === 'request' && rest['method'] ? toRequest(rest) : undefined
  const parts = [
    styleText('dim', (time ?? '').slice(11, 19)),
    ...(what ?? toMessage({ level, message, name, rest })),
    requestId && styleText('dim', `#${requestId.slice(0, 8)}`),
  ]
  return [parts.filter(Boolean).join(' '), ...renderError(error)].join('\n')
}

function toMessage(entry: {
  level: string
  message: string
  name: string | undefined
  rest: Record<string, unknown>
}): string[] {
  const { level, message, name, rest } = entry
  const style = styles[level]
  const paint = (text: string) => (style ? styleText(style, text) : text)
  const fields = Object.entries(rest)
  return [
    paint(level),
    styleText('cyan', shortName(name)),
    paint(message),
    ...fields.map(([key, value]) => styleText('dim', `${key}=${toText(value)}`)),
  ]
}

/** The line that the kernel writes for each request. */
function toRequest({ method, path, status, code, ms }: Record<string, unknown>): string[] {
  const style = Number(status) >= 500 ? 'red' : Number(status) >= 400 ? 'yellow' : 'green'
  return [
    `${styleText(style, String(status))} ${String(method)} ${String(path)}`,
    styleText('dim', `${String(ms)} ms`),
    code ? String(code) : '',
  ]
}

function renderError(error: LoggedError | undefined, depth = 0): string[] {
  if (!error || depth > 5) return []
  if (typeof error !== 'object') return [`  ${String(error)}`]
  const { name = 'Error', message = '', stack, code, cause } = error
  const first = `${depth > 0 ? 'caused by ' : ''}${code ? `${code} ` : ''}${name}: ${message}`
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [
    styleText('red', `  ${first}`),
    ...frames.map((frame) => styleText('dim', `    ${toSourceFrame(frame.trim())}`)),
    ...renderError(cause, depth + 1),
  ]
}

function parse(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry
  } catch {
    return undefined
  }
}

/** How Node prints the error of an entry, first line. */
function findError(line: string): string | undefined {
  const error = line.startsWith('{"') ? (parse(line)?.['error'] as LoggedError) : undefined
  return error?.stack?.split('\n')[0]
}

function isCut(tail: string): boolean {
  return tail.startsWith('{"') && !parse(tail)
}

function isShown(line: string | undefined): line is string {
  return line !== undefined
}

function shortName(name: string | undefined): string {
  return (name ?? '').replace(/^@http /, '').replace(/^@/, '')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
