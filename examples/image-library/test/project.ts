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
 * @returns milliseconds until the last one has ended
 */
export function projectTrace(traces: readonly TraceSummary[], workers: number): number {
  const known = new Map(traces.map((it) => [it.id, it]))
  const ends = new Map<string, number>()
  const free = Array.from({ length: workers }, () => 0)
  // What somebody outside has caused comes at once: all photos are there.
  const readyAt = ({ parent }: TraceSummary) => (parent && ends.get(parent)) || 0
  const waiting = new Set(traces)
  while (waiting.size > 0) {
    const ready = [...waiting].filter(
      ({ parent }) => !parent || !known.has(parent) || ends.has(parent),
    )
    const first = ready.reduce((a, b) =>
      readyAt(a) < readyAt(b) || (readyAt(a) === readyAt(b) && a.start <= b.start) ? a : b,
    )
    const worker = free.indexOf(Math.min(...free))
    const start = Math.max(free[worker]!, readyAt(first))
    free[worker] = start + first.end! - first.start
    ends.set(first.id, free[worker])
    waiting.delete(first)
  }
  return Math.max(...ends.values())
}
