/**
 * What can be known to be wrong before anything starts, each in one line with what to do.
 *
 * @module
 */
import { checkEnv, kernelEnv } from '../env.ts'
import { listServices, type Inventory } from '../manifest.ts'
import type { Ports } from '../plugin/ports.ts'
import { findRunning } from './lock.ts'
import { checkPragmas, checkSources } from './preflight/manifest.ts'
import { checkPorts } from './preflight/ports.ts'

/** Problems of the machine: none of them depends on the manifest. */
export function checkState(stateDir: string, { site }: Ports): string[] {
  const other = findRunning(stateDir)
  if (!other) return []
  return [
    `${stateDir} is in use by http://localhost:${other.port} (process ${other.pid}). ` +
      `Stop that one, or: npm start -- --port ${site + 100} --state ${stateDir}-2`,
  ]
}

/** Problems of a manifest that Architect has read without complaint. */
export function checkProject(inv: Inventory): string[] {
  const declared = Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env))
  const values = inv._project.env.local?.['testing'] ?? {}
  return [...checkPragmas(inv), ...checkSources(inv), ...checkEnv(declared, values, 'testing')]
}

/** Ports that somebody else has. */
export async function checkPortsOf(inv: Inventory, ports: Ports): Promise<string[]> {
  const { site, events, database, internal, delivery, twins, console, storage } = ports
  const used = [site, events, database, internal, delivery, console, storage]
  const twinPorts = listServices(inv).flatMap(({ twin }, index) => (twin ? [twins + index] : []))
  return checkPorts([...used, ...twinPorts], site)
}
