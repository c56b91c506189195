/**
 * Traces put together by what caused them: one tree for each request, tick or message.
 *
 * @module
 */
import type { TraceSummary } from '../../trace/types.ts'

/** All that came of one request. */
export interface Group {
  /** The request id. */
  id: string
  root: TraceSummary
  /** In the order of the tree, each with its depth. */
  rows: { trace: TraceSummary; depth: number }[]
  start: number
  end: number
  status: TraceSummary['status']
  warnings: number
}

/**
 * The groups, newest first.
 *
 * @param traces - in the order they began: their times do not tell it, for the clock may be put back
 */
export function toGroups(traces: Iterable<TraceSummary>): Group[] {
  const members = new Map<string, TraceSummary[]>()
  for (const trace of traces) {
    const first = trace.requestIds[0]!
    if (!members.has(first)) members.set(first, [])
    // A batch is part of every request that one of its messages came from.
    for (const id of trace.requestIds) members.get(id)?.push(trace)
  }
  return [...members].map(([id, own]) => toGroup(id, own)).toReversed()
}

function toGroup(id: string, own: TraceSummary[]): Group {
  const known = new Set(own.map((it) => it.id))
  const root = own.find((it) => !it.parent || !known.has(it.parent)) ?? own[0]!
  const children = Map.groupBy(own, (it) => {
    if (it === root) return ''
    // Whoever sent it is not kept any more, or it came again on its own.
    return it.parent && known.has(it.parent) ? it.parent : root.id
  })
  const rows: Group['rows'] = []
  const add = (trace: TraceSummary, depth: number) => {
    rows.push({ trace, depth })
    for (const child of children.get(trace.id) ?? []) add(child, depth + 1)
  }
  add(root, 0)

  const isRunning = own.some((it) => it.status === 'running')
  const isBad = own.some((it) => it.status === 'error')
  return {
    id,
    root,
    rows,
    start: root.start,
    end: Math.max(...own.map((it) => it.end ?? it.start)),
    status: isRunning ? 'running' : isBad ? 'error' : 'ok',
    warnings: own.reduce((sum, it) => sum + it.warnings, 0),
  }
}
