/**
 * The traces as the page knows them, kept up to date by the server's stream.
 *
 * @module
 */
import type { TraceSummary } from '../../trace/types.ts'
import { toGroups, type Group } from './groups.ts'

const limit = 500
const traces = new Map<string, TraceSummary>()
const readers = new Set<() => void>()
let groups: Group[] | undefined
let isLive = false
let frame = 0

/** What all parts of the page read. */
export const store = {
  groups: (): Group[] => (groups ??= toGroups(traces.values())),
  find: (id: string) => traces.get(id),
  isLive: () => isLive,

  /** Answers what ends the reading. */
  listen(read: () => void): () => void {
    readers.add(read)
    return () => void readers.delete(read)
  },

  connect(): void {
    const stream = new EventSource('/api/stream')
    const take = (all: TraceSummary[]) => {
      for (const trace of all) traces.set(trace.id, trace)
      while (traces.size > limit) traces.delete(traces.keys().next().value!)
    }
    stream.addEventListener('all', ({ data }) => {
      traces.clear()
      take(JSON.parse(data as string) as TraceSummary[])
      tell()
    })
    stream.addEventListener('changed', ({ data }) => {
      take(JSON.parse(data as string) as TraceSummary[])
      tell()
    })
    stream.addEventListener('open', () => setLive(true))
    stream.addEventListener('error', () => setLive(false))
  },
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
