/**
 * The variables of the deployed stage: what `arc env` keeps for a real one, with the twins' addresses
 * in the place of accounts.
 *
 * @module
 */
import { randomBytes } from 'node:crypto'
import { listServices, readManifest } from '../../../framework/manifest.ts'
import { getPorts } from '../../../framework/plugin/ports.ts'
import type { createCommands } from './commands.ts'

/** Commands that run at the same time. */
const lanes = 3

/** Has `arc env` keep them; answers how many. */
export async function keepVariables(options: {
  folder: string
  site: number
  commands: ReturnType<typeof createCommands>
}): Promise<string> {
  const variables = Object.entries(await toVariables(options))
  const rest = variables.values()
  const work = async () => {
    for (const [name, value] of rest) {
      await options.commands.arc('env', '--add', '--env', 'staging', name, value)
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  return `${variables.length}`
}

/** All that is declared and has a value, by name. */
async function toVariables({ folder, site }: { folder: string; site: number }) {
  const { twins } = getPorts({ PLUGBOARD_PORT: String(site) })
  const services = listServices(await readManifest(folder))
  const lent = services.map(({ twin, env = {} }, index) => {
    const values = Object.entries(twin?.env?.(twins + index) ?? {})
    return Object.fromEntries(values.filter(([name]) => name in env))
  })
  return Object.assign(
    { APP_URL: `http://localhost:${site}`, APP_SECRET: randomBytes(32).toString('hex') },
    ...lent,
  ) as Record<string, string>
}
