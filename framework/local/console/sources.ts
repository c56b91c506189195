/**
 * What the console is given to show and to act on.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import type { Ports } from '../../plugin/ports.ts'
import type { Link, ServiceDefinition } from '../../service.ts'
import type { Clock } from '../clock.ts'
import type { Delivery } from '../delivery.ts'
import type { Faults } from '../faults.ts'
import type { Schedules } from '../schedules.ts'
import type { Storage } from '../storage.ts'
import type { Streams } from '../streams/streams.ts'
import type { Recorder } from '../trace/recorder.ts'
import type { Twins } from '../twins.ts'

/** The local cloud, as the console needs it; read anew for every request. */
export interface ConsoleSources {
  ports: Ports
  inventory: Inventory
  services: readonly ServiceDefinition[]
  /** Of the services and of their running twins. */
  links: readonly Link[]
  database: { endpoint: string; engine: string; missing: readonly string[] }
  storage: Pick<Storage, 'buckets' | 'list' | 'get' | 'put' | 'remove'>
  schedules: Pick<Schedules, 'list' | 'run'>
  delivery: Pick<Delivery, 'listDead' | 'redrive'>
  streams: Pick<Streams, 'failures' | 'redrive'>
  twins: Pick<Twins, 'list' | 'state' | 'act'>
}

export interface ConsoleOptions {
  /** Loopback port; 0 takes a free one. */
  port: number
  trace: Recorder
  clock: Pick<Clock, 'now' | 'offset' | 'onMove' | 'advance' | 'jump' | 'reset' | 'isMoving'>
  faults: Pick<Faults, 'list' | 'add' | 'remove' | 'clear' | 'seed' | 'setSeed' | 'onChange'>
  sources: () => ConsoleSources
}
