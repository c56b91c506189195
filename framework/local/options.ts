/**
 * The options of `npm start`.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { getStateDir } from './cloud.ts'

export interface StartOptions {
  port: number
  state: string
  quiet: boolean
  /** A fresh instance for every event. */
  isCold: boolean
  /** The first port for debuggers. */
  inspect: number | undefined
  /** Lambda's REPORT line for every event. */
  isReporting: boolean
}

const usage = `npm start -- [options]

  --port NUMBER   the site's port; some of the next ones are used too (default 3333)
  --state FOLDER  where data is kept (default .plugboard)
  --quiet         print the address, warnings and errors only
  --cold          start a function anew for every event, as if all were cold starts
  --reports       print Lambda's REPORT line for every event: time, memory, cold start
  --inspect[=PORT]  let debuggers attach to the functions, from this port on (default 9230)
  --help          print this`

/** Reads the command line; answers a text to print when it is not one to start with. */
export function readOptions(): StartOptions | { text: string; code: number } {
  try {
    const { values } = parseArgs({
      args: process.argv.slice(2).map((it) => (it === '--inspect' ? '--inspect=9230' : it)),
      options: {
        port: { type: 'string', short: 'p', default: process.env['PLUGBOARD_PORT'] ?? '3333' },
        state: { type: 'string', default: getStateDir() },
        quiet: { type: 'boolean', short: 'q', default: false },
        cold: { type: 'boolean', default: false },
        reports: { type: 'boolean', default: false },
        inspect: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { text: usage, code: 0 }
    const { state, quiet, cold: isCold, reports: isReporting } = values
    const port = toPort('port', values.port)
    const inspect = values.inspect ? toPort('inspect', values.inspect) : undefined
    return { port, state, quiet, isCold, inspect, isReporting }
  } catch (error) {
    const [first] = (error as Error).message.split('. To specify')
    return { text: `${first} See: npm start -- --help`, code: 1 }
  }
}

function toPort(option: string, value: string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 1 || port > 65_500) {
    throw new Error(`--${option} ${value} is no port: give a number from 1 to 65500.`)
  }
  return port
}
