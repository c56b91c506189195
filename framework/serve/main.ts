/**
 * The project as one process: what `npm run serve` and the container run.
 *
 * It stands in the folder that `buildForServe` made, beside its manifest.
 *
 * @module
 */
import { log } from '../log.ts'
import { keepCredentials } from './aws/credentials.ts'
import { readServeManifest } from './manifest.ts'
import { readOptions, usage } from './options.ts'
import { startServer, type Server } from './server.ts'

const folder = import.meta.dirname
const args = process.argv.slice(2)

if (args.includes('--help')) process.stdout.write(`${usage}\n`)
else await main()

async function main(): Promise<void> {
  let server: Server | undefined
  let code: number | undefined

  async function end(wanted: number, why: string): Promise<void> {
    // Who asks twice does not want to wait.
    if (code !== undefined) process.exit(code || 1)
    code = wanted
    if (!server) process.exit(code)
    const late = setTimeout(() => {
      log.warn('stopped in the middle of work', server!.count())
      process.exit(code || 1)
    }, server.grace * 1000)
    log.info('stopping', { why, ...server.count() })
    await server.stop()
    clearTimeout(late)
    log.info('stopped')
    process.exit(code)
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end(0, signal))
  }
  // As in Lambda, the process that it happened in is not used any more: what knows it starts another.
  for (const kind of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(kind, (error) => {
      log.error('crashed', { kind, error })
      void end(1, kind)
    })
  }

  try {
    const manifest = readServeManifest(folder)
    const options = readOptions(args, process.env)
    process.env['AWS_REGION'] ??= process.env['AWS_DEFAULT_REGION'] ?? manifest.region
    await keepCredentials()
    server = await startServer({ folder, manifest, options })
  } catch (error) {
    for (const line of (error as Error).message.split('\n')) process.stderr.write(`${line}\n`)
    process.exitCode = 1
  }
}
