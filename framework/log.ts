/**
 * The log: one JSON line for each entry, with the id of the request that caused it.
 *
 * @module
 */
import { toLogValue } from './log/values.ts'

type Level = 'debug' | 'info' | 'warn' | 'error'
type Unit = 'Count' | 'Milliseconds' | 'Seconds' | 'Bytes' | 'Percent' | 'None'

const ranks: Record<string, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 }

const { AsyncLocalStorage } = process.getBuiltinModule('node:async_hooks')
const requests = new AsyncLocalStorage<string>()

/**
 * Writes an entry. Errors are written whole, with stack and cause; what looks like a secret is not.
 * `LOG_LEVEL` (debug, info, warn, error, silent) leaves out what is below it; default info.
 */
export const log = {
  debug: (message: string, fields?: object) => write('debug', message, fields),
  info: (message: string, fields?: object) => write('info', message, fields),
  warn: (message: string, fields?: object) => write('warn', message, fields),
  error: (message: string, fields?: object) => write('error', message, fields),
}

/**
 * Counts or measures something: CloudWatch makes a metric of the line (embedded metric format).
 * Each set of dimension values is a metric of its own and is billed as one: keep them few.
 */
export function metric(
  name: string,
  value: number,
  unit: Unit = 'Count',
  dimensions: Record<string, string> = {},
): void {
  if (!Number.isFinite(value)) throw new Error(`[log] metric ${name} is ${value}; give a number`)
  if (ranks[threshold()] === ranks['silent']) return
  writeLine({
    ...dimensions,
    [name]: value,
    requestId: requestId(),
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: process.env['ARC_APP_NAME'] ?? 'plugboard',
          Dimensions: [Object.keys(dimensions)],
          Metrics: [{ Name: name, Unit: unit }],
        },
      ],
    },
  })
}

/** Runs a function, and all that it starts, under a request id. */
export function withRequestId<T>(id: string, run: () => T): T {
  return requests.run(id, run)
}

/** The id of the request being worked on, or of the one that caused the message being worked on. */
export function requestId(): string | undefined {
  return requests.getStore()
}

let output = writeToStdout

/**
 * Sends the lines elsewhere: to a test, to a screen.
 *
 * @returns what sends them back to stdout
 */
export function setLogOutput(write: (line: string) => void): () => void {
  output = write
  return () => {
    output = writeToStdout
  }
}

function write(level: Level, message: string, fields?: object) {
  if (ranks[level]! < (ranks[threshold()] ?? 1)) return
  const entry = { time: new Date().toISOString(), level, message: String(message) }
  const context = { requestId: requestId(), function: process.env['AWS_LAMBDA_FUNCTION_NAME'] }
  const details = fields instanceof Error ? { error: fields } : fields
  // Twice the entry: the first puts its keys in front, the second keeps fields from replacing them.
  writeLine({ ...entry, ...context, ...(toLogValue(details ?? {}) as object), ...entry })
}

function threshold(): string {
  return process.env['LOG_LEVEL']?.toLowerCase() || 'info'
}

function writeLine(entry: object) {
  output(JSON.stringify(entry))
}

// Straight to the descriptor: `console` would put a prefix before the JSON in a Lambda, and
// `process.stdout` loads streams and sockets at cold start.
function writeToStdout(line: string) {
  const { writeSync } = process.getBuiltinModule('node:fs')
  let rest = Buffer.from(`${line}\n`)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return
      // A full pipe: the stream waits for its reader.
      process.stdout.write(rest)
      return
    }
  }
}
