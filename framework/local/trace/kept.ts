/**
 * One trace as it is kept: payloads as they were, so that what is shown is made when somebody looks.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { clock } from '../clock.ts'
import { redact, toPayload } from './redact.ts'
import type { Trace, TraceStart, TraceSummary } from './types.ts'

/** A trace with what is needed to go on with it. */
export interface Kept extends Trace {
  replay?: () => Promise<unknown>
  /** The id that its log lines have, where that is none of its messages': Lambda's own. */
  logId?: string
  /** As they were; what is shown of them is made when somebody looks. */
  raw: { event?: unknown; answer?: unknown }
}

/** Up to this many characters an event is kept whole, and can be replayed. */
const maxRaw = 256 * 1024

/** Milliseconds since 1970 by the local cloud's clock, with fractions. */
export function now(): number {
  return performance.timeOrigin + performance.now() + clock.offset()
}

/** What is kept of something that begins. */
export function toTrace(given: TraceStart): Kept {
  const { kind, name, messages = [], requestId, start = now() } = given
  const { replayOf, replay, faults = [] } = given
  const id = randomUUID()
  const caused = [...new Set(messages.map((it) => it.requestId))]
  const attempt = Math.max(0, ...messages.map((it) => it.attempt ?? 0))
  const trace: Kept = {
    id,
    kind,
    name,
    function: given.function ?? '',
    requestIds: requestId ? [requestId] : caused.length > 0 ? caused : [id],
    start,
    status: 'running',
    lines: 0,
    warnings: 0,
    logs: [],
    messages,
    raw: {},
    canReplay: false,
    ...(messages.length > 1 && { batch: messages.length }),
    ...(attempt > 1 && { attempt }),
    ...(replayOf && { replayOf }),
    ...(faults.length > 0 && { faults }),
  }
  const isWhole = keep(trace, 'event', given.event)
  if (replay && isWhole) Object.assign(trace, { replay, canReplay: true })
  return trace
}

/** Whether it is kept as it is; what is too large is cut to what can be shown. */
export function keep(trace: Kept, key: 'event' | 'answer', value: unknown): boolean {
  const isSmall = isWithin(maxRaw, value)
  if (isSmall) trace.raw[key] = value
  else {
    const shown = toPayload(value)
    if (shown !== undefined) trace[key] = shown
  }
  return isSmall
}

function isWithin(budget: number, value: unknown): boolean {
  let left = budget
  const spend = (part: unknown): void => {
    left -= typeof part === 'string' ? part.length : 8
    if (left < 0 || typeof part !== 'object' || part === null) return
    for (const item of Object.values(part)) spend(item)
  }
  spend(value)
  return left >= 0
}

/** What the list shows of it. */
export function toSummary(trace: Kept): TraceSummary {
  const { event: _e, answer: _a, error: _x, logs: _l, messages: _m, ...rest } = trace
  const { canReplay: _c, replay: _r, raw: _w, logId: _i, ...summary } = rest
  return summary
}

/** An error as people read it, whether it was thrown here or told by a function. */
export function toErrorText(error: unknown): string {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`
  if (typeof error === 'string') return error
  const { errorType, errorMessage, stackTrace } = error as Record<string, unknown>
  const stack = Array.isArray(stackTrace) ? stackTrace.join('\n') : ''
  const first = errorMessage ? `${String(errorType ?? 'Error')}: ${String(errorMessage)}` : ''
  if (stack.startsWith(first) && stack) return stack
  return [first, stack].filter(Boolean).join('\n') || JSON.stringify(redact(error))
}
