/**
 * The local database: dynoxide where its binary is found, otherwise dynalite, or one that runs
 * already.
 *
 * @module
 */
import { createServer, type AddressInfo } from 'node:net'
import { startDynalite } from './database/dynalite.ts'
import { findDynoxide, startDynoxide } from './database/dynoxide.ts'

export { createTables } from './database/create-tables.ts'

export interface DatabaseOptions {
  /** Loopback port; 0 takes a free one. */
  port: number
  /** The file that keeps the data. Left out, the data goes with the process. */
  path?: string
  /** Hears of what a developer should know, in one line each. */
  log?: (line: string) => void
  /** `dynalite` does without dynoxide though it is there. */
  engine?: 'dynalite'
}

/** A running database. */
export interface Database {
  /** The value of `AWS_ENDPOINT_URL_DYNAMODB`. */
  endpoint: string
  engine: 'dynoxide' | 'dynalite' | 'external'
  /** What DynamoDB does and this engine does not, in plain words. */
  missing: string[]
  stop: () => Promise<void>
}

/**
 * Starts the database, or finds the one that `DYNAMODB_ENDPOINT` names. It dies with this process.
 *
 * @throws Error when the port is taken.
 */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  const external = process.env['DYNAMODB_ENDPOINT']
  if (external) {
    return { endpoint: external, engine: 'external', missing: [], stop: async () => {} }
  }

  const { log = () => {}, path } = options
  const port = await takePort(options.port)
  const endpoint = `http://127.0.0.1:${port}`

  for (const binary of options.engine === 'dynalite' ? [] : findDynoxide()) {
    try {
      const stop = await startDynoxide({ binary, port, log, ...(path && { path }) })
      return { endpoint, engine: 'dynoxide', missing: [], stop }
    } catch (error) {
      log(`[database] ${binary} does not run here: ${(error as Error).message}`)
    }
  }

  const stop = await startDynalite({ port, ...(path && { path: `${path}.dynalite` }) })
  const missing = ['transactions', 'expiry', 'streams']
  log(
    `[database] dynoxide was not found, so ${missing.join(', ')} are off. ` +
      'Put its binary on the PATH: https://github.com/nubo-db/dynoxide',
  )
  return { endpoint, engine: 'dynalite', missing, stop }
}

/** The port itself, or a free one for 0. */
async function takePort(port: number): Promise<number> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
    return (server.address() as AddressInfo).port
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Error(
      `[database] port ${port} is taken. Stop what uses it, or set PLUGBOARD_PORT to move all ports.`,
      { cause: error },
    )
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}
