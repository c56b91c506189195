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
}

const usage = `npm start -- [options]

  --port NUMBER   the site's port; some of the next ones are used too (default 3333)
  --state FOLDER  where data is kept (default .plugboard)
  --quiet         print the address, warnings and errors only
  --help          print this`

/** Reads the command line; answers a text to print when it is not one to start with. */
export function readOptions(): StartOptions | { text: string; code: number } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', short: 'p', default: process.env['PLUGBOARD_PORT'] ?? '3333' },
        state: { type: 'string', default: getStateDir() },
        quiet: { type: 'boolean', short: 'q', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { text: usage, code: 0 }
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 1 || port > 65_500) {
      throw new Error(`--port ${values.port} is no port: give a number from 1 to 65500.`)
    }
    return { port, state: values.state, quiet: values.quiet }
  } catch (error) {
    const [first] = (error as Error).message.split('. To specify')
    return { text: `${first} See: npm start -- --help`, code: 1 }
  }
}
