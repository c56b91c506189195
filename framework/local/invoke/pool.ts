/**
 * What is known of the instances of one function, and of the events that wait for one.
 *
 * @module
 */
import type { Strike } from '../faults/strike.ts'
import type { Instance } from './start-instance.ts'
import type { FunctionSpec, Outcome } from './types.ts'

/** An event on its way. */
export interface Job {
  id: string
  /** JSON. */
  payload: string
  /** What it is to suffer on purpose. */
  strike?: Strike | undefined
  since: number
  resolve: (outcome: Outcome) => void
}

export interface Pool {
  spec: FunctionSpec
  /** Of bundle and environment. */
  version: string
  instances: Set<Instance>
  /** The one used last is taken first, so that the others can end. */
  idle: Instance[]
  waiting: Job[]
  /** When an instance last became free; at first, when there was none yet. */
  freed: number
  timer: NodeJS.Timeout | undefined
}

export function createPool(spec: FunctionSpec, version: string): Pool {
  const empty = { instances: new Set<Instance>(), idle: [], waiting: [], timer: undefined }
  return { spec, version, freed: performance.now(), ...empty }
}

/** Those that do what the function does now. */
export function listFresh({ instances, version }: Pool): Instance[] {
  return [...instances].filter((it) => it.version === version && it.state !== 'ended')
}

/** The first port from `first` on that no instance is debugged at. */
export function findInspectPort(pools: Iterable<Pool>, first: number): number {
  const taken = new Set(
    [...pools].flatMap(({ instances }) => [...instances].map((it) => it.inspectPort)),
  )
  let port = first
  while (taken.has(port)) port++
  return port
}
