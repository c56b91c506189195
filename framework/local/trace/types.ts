/**
 * What is kept of each thing that happened: one trace for one invocation, or one mail.
 *
 * @module
 */
import type { FaultKind } from '../faults.ts'

export type TraceKind = 'http' | 'graphql' | 'event' | 'queue' | 'schedule' | 'stream' | 'mail'

/** One line that a function wrote. */
export interface LogEntry {
  time: string
  level: string
  message: string
  /** What else the entry holds, as JSON; `undefined` where there is nothing. */
  fields?: string
}

/** A message that an invocation was given. */
export interface TraceMessage {
  id: string
  requestId: string
  /** The function that sent it, as its log names it: `@http post /write`. */
  source?: string
  /** 1 for the first delivery. */
  attempt?: number
}

/** What the list shows. */
export interface TraceSummary {
  id: string
  kind: TraceKind
  /** `GET /articles/hello`, `article-published`. */
  name: string
  /** As the function's log names it; empty for what is no function. */
  function: string
  /** More than one for a batch of messages. The first one is its own where there is none. */
  requestIds: string[]
  /** The trace that caused it. */
  parent?: string
  /** Milliseconds since 1970, with fractions. */
  start: number
  end?: number
  status: 'running' | 'ok' | 'error'
  /** Of the HTTP answer. */
  statusCode?: number
  /** How many messages, of a batch. */
  batch?: number
  attempt?: number
  replayOf?: string
  /** What struck it on purpose: itself, or its messages on their way. */
  faults?: readonly FaultKind[]
  /** How many lines its function wrote, and how many of them of level warn and error. */
  lines: number
  warnings: number
}

/** All that is kept. */
export interface Trace extends TraceSummary {
  /** JSON, without secrets, cut at 64 kB. */
  event?: string
  answer?: string
  error?: string
  logs: LogEntry[]
  messages: TraceMessage[]
  /** Whether the event is still there, whole, to be given to the function again. */
  canReplay: boolean
}

/** What is told of something that began. */
export interface TraceStart {
  kind: TraceKind
  name: string
  function?: string
  /** Left out, one is made. */
  requestId?: string
  start?: number
  event?: unknown
  messages?: TraceMessage[]
  replayOf?: string
  faults?: readonly FaultKind[]
  parent?: string
  /** Gives the event to its function again. */
  replay?: () => Promise<unknown>
}

/** What is told of how it ended. */
export interface TraceEnd {
  end?: number
  answer?: unknown
  error?: unknown
}
