/**
 * What the console is given to show and to act on.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import type { Ports } from '../../plugin/ports.ts'
import type { Link, ServiceDefinition } from '../../service.ts'
import type { Schedules } from '../schedules.ts'
import type { Recorder } from '../trace/recorder.ts'

/** A message that has been set aside. */
export interface DeadMessage {
  /** The function that failed at it. */
  name: string
  /** The dead-letter queue it is in. */
  queue: string
  id: string
  body: string
  /** Why its last attempt failed. */
  reason?: string
  attempts?: number
  sentAt?: Date
  failedAt?: Date | undefined
}

/** What delivery offers; what it does not offer is not shown. */
export interface DeadLetters {
  listDead?: () => readonly DeadMessage[] | Promise<readonly DeadMessage[]>
  /** Hands the dead letters of a function, or one of them, out again. */
  redrive?: (name: string, id?: string) => unknown
  /** For want of a list: how many there are behind a queue, or a subscriber of a topic. */
  countDead?: (name: string) => Promise<number>
}

/** The local cloud, as the console needs it; read anew for every request. */
export interface ConsoleSources {
  ports: Ports
  inventory: Inventory
  services: readonly ServiceDefinition[]
  /** Of the services and of their running twins. */
  links: readonly Link[]
  database: { endpoint: string; engine: string; missing: readonly string[] }
  schedules: Pick<Schedules, 'list' | 'run'>
  delivery: DeadLetters
}

export interface ConsoleOptions {
  /** Loopback port; 0 takes a free one. */
  port: number
  trace: Recorder
  sources: () => ConsoleSources
}
