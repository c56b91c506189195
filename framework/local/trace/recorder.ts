/**
 * Keeps what happened lately, and tells of it as it happens.
 *
 * @module
 */
import { keep, now, toErrorText, toSummary, toTrace, type Kept } from './kept.ts'
import { cut, toPayload } from './redact.ts'
import type { LogEntry, Trace, TraceEnd, TraceStart, TraceSummary } from './types.ts'

/** Told of each trace that began, changed, or was dropped. */
export type TraceListener = (change: { changed: TraceSummary } | { cleared: true }) => void

export interface Recorder {
  /** Notes something that begins; what it answers notes the end. */
  begin: (start: TraceStart) => { id: string; finish: (end?: TraceEnd) => void }
  /** Notes something that has ended already. */
  record: (whole: TraceStart & TraceEnd & { logs?: LogEntry[] }) => string
  /** Adds a line of a function's output to the trace that it belongs to, if one does. */
  log: (line: LogLine) => void
  /** Oldest first. */
  list: () => TraceSummary[]
  find: (id: string) => Trace | undefined
  /** @throws Error where there is nothing to replay. */
  replay: (id: string) => Promise<unknown>
  clear: () => void
  /** Answers what ends the listening. */
  listen: (listener: TraceListener) => () => void
}

/** A line of output; plain text has no more than `message`. */
export interface LogLine extends LogEntry {
  requestId?: string
  function?: string
  /** A mail that was handed over. */
  messageId?: string
}

const maxLogs = 500

/** How long after its end a function's output may still come in. */
const afterglow = 3000

/** A recorder that keeps the last `limit` traces. */
export function createRecorder({ limit = 500 } = {}): Recorder {
  const traces = new Map<string, Kept>()
  // The same, oldest first: what is looked for is mostly among the last.
  const order: Kept[] = []
  const listeners = new Set<TraceListener>()

  function tell(trace: Kept): void {
    if (listeners.size === 0) return
    const changed = toSummary(trace)
    for (const listener of listeners) listener({ changed })
  }

  function begin(start: TraceStart) {
    const trace = toTrace(start)
    const parent = start.parent ?? findParent(trace)
    if (parent) trace.parent = parent
    traces.set(trace.id, trace)
    order.push(trace)
    if (order.length > limit) traces.delete(order.shift()!.id)
    tell(trace)
    const began = performance.now()

    return {
      id: trace.id,
      finish({ end, answer, error }: TraceEnd = {}): void {
        if (trace.end !== undefined) return
        // The clock may be moved meanwhile.
        trace.end = end ?? trace.start + performance.now() - began
        keep(trace, 'answer', answer)
        const { statusCode, batchItemFailures } = (answer ?? {}) as {
          statusCode?: unknown
          batchItemFailures?: unknown
        }
        if (trace.kind === 'http' || trace.kind === 'graphql') {
          trace.statusCode = typeof statusCode === 'number' ? statusCode : error ? 500 : 200
        }
        if (error) trace.error = cut(toErrorText(error))
        const failed = Array.isArray(batchItemFailures) && batchItemFailures.length > 0
        trace.status = error || failed || (trace.statusCode ?? 0) >= 500 ? 'error' : 'ok'
        tell(trace)
      },
    }
  }

  /** The latest one of the same request whose function sent the message. */
  function findParent({ messages, requestIds }: Kept): string | undefined {
    const [message] = messages
    if (!message?.source) return undefined
    return findLast(
      (it) => it.function === message.source && it.requestIds.some((id) => requestIds.includes(id)),
    )?.id
  }

  function findLast(fits: (trace: Kept) => boolean): Kept | undefined {
    return order.findLast(fits)
  }

  function findOwner(line: LogLine): Kept | undefined {
    const { requestId, function: name } = line
    const isOf = (it: Kept) => name === undefined || it.function === name
    const time = now()
    const isFresh = (it: Kept) =>
      it.kind !== 'mail' && (it.end === undefined || Math.abs(time - it.end) < afterglow)
    if (requestId !== undefined) {
      const known = findLast(
        (it) =>
          it.kind !== 'mail' &&
          isOf(it) &&
          (it.logId === requestId || it.requestIds.includes(requestId)),
      )
      if (known) return known
    }
    if (name !== undefined) {
      const free = (it: Kept) => isOf(it) && isFresh(it) && it.logId === undefined
      const owner = findLast((it) => free(it) && it.end === undefined) ?? findLast(free)
      if (owner && requestId !== undefined) owner.logId = requestId
      return owner
    }
    // Plain text: only where there is no doubt.
    const running = order.filter((it) => it.status === 'running')
    if (running.length > 0) return running.length === 1 ? running[0] : undefined
    const fresh = order.filter(isFresh)
    return fresh.length === 1 ? fresh[0] : undefined
  }

  const recorder: Recorder = {
    begin,

    record({ logs = [], ...whole }) {
      const { id, finish } = begin(whole)
      const trace = traces.get(id)!
      trace.logs.push(...logs)
      trace.lines = logs.length
      finish(whole)
      return id
    },

    log(line) {
      const owner = findOwner(line)
      if (!owner || owner.logs.length >= maxLogs) return
      const { time, level, message, fields, messageId } = line
      const text = fields === undefined ? undefined : cut(fields)
      owner.logs.push({ time, level, message: cut(message), ...(text && { fields: text }) })
      owner.lines++
      if (level === 'warn' || level === 'error') owner.warnings++
      tell(owner)
      if (!messageId) return
      const at = Date.parse(time) || now()
      recorder.record({
        kind: 'mail',
        name: messageId,
        requestId: line.requestId ?? owner.requestIds[0]!,
        parent: owner.id,
        start: Math.max(at, owner.start),
        end: Math.max(at, owner.start),
      })
    },

    list: () => order.map(toSummary),

    find(id) {
      const found = traces.get(id)
      if (!found) return undefined
      const { replay: _replay, logId: _logId, raw, ...trace } = found
      const event = toPayload(raw.event)
      const answer = toPayload(raw.answer)
      return { ...trace, ...(event && { event }), ...(answer && { answer }) }
    },

    async replay(id) {
      const replay = traces.get(id)?.replay
      if (!replay) throw new Error('Its event is not kept any more, or was too large to keep.')
      return replay()
    },

    clear() {
      traces.clear()
      order.length = 0
      for (const listener of listeners) listener({ cleared: true })
    },

    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return recorder
}
