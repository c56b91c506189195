/**
 * A profile: who uses the app, and what they do in a month. In `profiles/`, one file each.
 *
 * @module
 */
import type { AppFetch } from '../testing/fetch.ts'
import type { HttpEventInit } from '../testing/events.ts'

/** What a play may use: the app, as a browser asks it. */
export interface PlayContext {
  fetch: AppFetch
  /** Headers with which one of the twins' people asks. */
  as: (person: string) => Promise<{ authorization: string }>
  /** Asks GraphQL. @throws Error with what GraphQL found wrong. */
  query: (
    document: string,
    variables?: Record<string, unknown>,
    init?: Pick<HttpEventInit, 'headers'>,
  ) => Promise<Record<string, unknown>>
  /** From 0: which time this is. */
  round: number
}

/** One thing that people do. */
export interface Feature {
  /** In one sentence, with what it leaves out. */
  about: string
  /** How often each user does it in a month. */
  times: number
  /**
   * Does it once, against the real bundles: all that it calls, and all that follows, is measured.
   *
   * @throws Error when it did not go well: what failed must not be measured.
   */
  play: (context: PlayContext) => Promise<void>
  /** Pages whose static files a browser fetches, and keeps: measured too. */
  files?: readonly string[]
}

/** A site's users, and what the same load would take on servers. */
export interface Profile {
  /** How often each feature is played to be measured. Heavy ones need it less. Default 40. */
  plays?: number
  users: number
  features: Readonly<Record<string, Feature>>
  /** The fleet that would be always on instead; see `servers.ts` for what is left out here. */
  servers?: Partial<Fleet>
}

/** Containers behind a load balancer, as many as the busiest minute takes. */
export interface Fleet {
  /** vCPU of each task. Default 0.5. */
  vcpu: number
  /** GB of memory of each task. Default 1. */
  memory: number
  /** At least so many, so that one may fail. Default 2. */
  least: number
  /** Whether a load balancer stands before them. Default true. */
  isBalanced: boolean
  /** How much more is asked in the busiest minute than on average. Default 5. */
  peak: number
  /** How busy a task may be in that minute, from 0 to 1. Default 0.6. */
  load: number
}

/** Declares a profile. */
export function defineProfile(profile: Profile): Profile {
  return profile
}
