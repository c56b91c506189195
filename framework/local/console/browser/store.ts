/**
 * What the page knows of what happens: traces, the clock and the faults, kept up to date by the
 * server's stream.
 *
 * @module
 */
import type { FaultRule } from '../../faults.ts'
import type { TraceSummary } from '../../trace/types.ts'
import type { ClockState } from '../clock-desk.ts'
import { toGroups, type Group } from './groups.ts'

export interface FaultState {
  seed: number
  rules: FaultRule[]
}

const limit = 500
const traces = new Map<string, TraceSummary>()
const readers = new Set<() => void>()
let groups: Group[] | undefined
let clock: ClockState = { now: Date.now(), offset: 0, isMoving: false }
let faults: FaultState = { seed: 0, rules: [] }
let isLive = false
let frame = 0

/** What all parts of the page read. */
export const store = {
  groups: (): Group[] => (groups ??= toGroups(traces.values())),
  find: (id: string) => traces.get(id),
  isLive: () => isLive,
  clock: () => clock,
  /** Milliseconds since 1970, by the clock of the local cloud. */
  now: () => Date.now() + clock.offset,
  faults: () => faults,

  /** Answers what ends the reading. */
  listen(read: () => void): () => void {
    readers.add(read)
    return () => void readers.delete(read)
  },

  connect(): void {
    const stream = new EventSource('/api/stream')
    const on = <T>(event: string, take: (data: T) => void) =>
      stream.addEventListener(event, ({ data }) => {
        take(JSON.parse(data as string) as T)
        tell()
      })
    on<TraceSummary[]>('all', (all) => {
      traces.clear()
      keep(all)
    })
    on<TraceSummary[]>('changed', keep)
    on<ClockState>('clock', (state) => (clock = state))
    on<FaultState>('faults', (state) => (faults = state))
    stream.addEventListener('open', () => setLive(true))
    stream.addEventListener('error', () => setLive(false))
  },
}

function keep(all: TraceSummary[]): void {
  for (const trace of all) traces.set(trace.id, trace)
  while (traces.size > limit) traces.delete(traces.keys().next().value!)
}

function setLive(live: boolean): void {
  isLive = live
  tell()
}

// Once for each picture, however much happens.
function tell(): void {
  groups = undefined
  if (frame) return
  frame = requestAnimationFrame(() => {
    frame = 0
    for (const read of readers) read()
  })
}
