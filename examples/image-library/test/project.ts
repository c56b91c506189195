/**
 * What a trace would have taken with more workers than this machine has.
 *
 * @module
 */
import type { TraceSummary } from '../../../framework/local/trace/types.ts'

/**
 * Each invocation takes the time that it took; it begins when what caused it has ended and an instance of
 * its function is free, first come, first served. Every function has its own instances, as in Lambda.
 *
 * @param workers - of each function
 * @returns milliseconds until the last one has ended
 */
export function projectTrace(traces: readonly TraceSummary[], workers: number): number {
  const known = new Set(traces.map(({ id }) => id))
  const ends = new Map<string, number>()
  const instances = new Map(
    traces.map((it) => [it.function, Array.from({ length: workers }, () => 0)]),
  )
  // What somebody outside has caused comes at once: all photos are there.
  const readyAt = ({ parent = '' }: TraceSummary) => ends.get(parent) ?? 0
  const waiting = new Set(traces)
  while (waiting.size > 0) {
    const ready = [...waiting].filter(({ parent = '' }) => !known.has(parent) || ends.has(parent))
    const next = ready.reduce((a, b) =>
      (readyAt(b) - readyAt(a) || b.start - a.start) < 0 ? b : a,
    )
    const free = instances.get(next.function)!
    const one = free.indexOf(Math.min(...free))
    free[one] = Math.max(free[one]!, readyAt(next)) + tookOf(next)
    ends.set(next.id, free[one])
    waiting.delete(next)
  }
  return Math.max(...ends.values())
}

/**
 * The same, where what a busy machine has held up is as slow as one in ten of its function, and no slower.
 */
export function calmTrace(traces: readonly TraceSummary[]): TraceSummary[] {
  const groups = Object.values(Object.groupBy(traces, (it) => it.function))
  return groups.flatMap((group = []) => {
    const times = group.map(tookOf).toSorted((a, b) => a - b)
    const most = times[Math.floor(times.length * 0.9)]!
    return group.map((it) => ({ ...it, end: it.start + Math.min(most, tookOf(it)) }))
  })
}

/** Milliseconds. */
export function tookOf({ start, end = start }: TraceSummary): number {
  return end - start
}
