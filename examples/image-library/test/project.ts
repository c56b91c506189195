/**
 * What a trace would have taken with more workers than this machine has.
 *
 * @module
 */
import type { TraceSummary } from '../../../framework/local/trace/types.ts'

/**
 * Each invocation takes the time that it took; it begins when what caused it has ended and a worker is
 * free, first come, first served.
 *
 * @param workers - in all; on Lambda each function would have its own
 * @returns milliseconds until the last one has ended
 */
export function projectTrace(traces: readonly TraceSummary[], workers: number): number {
  const known = new Set(traces.map(({ id }) => id))
  const ends = new Map<string, number>()
  const free = Array.from({ length: workers }, () => 0)
  // What somebody outside has caused comes at once: all photos are there.
  const readyAt = ({ parent = '' }: TraceSummary) => ends.get(parent) ?? 0
  const waiting = new Set(traces)
  while (waiting.size > 0) {
    const ready = [...waiting].filter(({ parent = '' }) => !known.has(parent) || ends.has(parent))
    const next = ready.reduce((a, b) =>
      (readyAt(b) - readyAt(a) || b.start - a.start) < 0 ? b : a,
    )
    const one = free.indexOf(Math.min(...free))
    free[one] = Math.max(free[one]!, readyAt(next)) + tookOf(next)
    ends.set(next.id, free[one])
    waiting.delete(next)
  }
  return Math.max(...ends.values())
}

/** Milliseconds. */
export function tookOf({ start, end = start }: TraceSummary): number {
  return end - start
}
