/**
 * Where the time of all invocations went, added up by function.
 *
 * @module
 */
import type { Report } from './types.ts'

/** Sums over all invocations of a function since the start; milliseconds where nothing else is said. */
export interface Times {
  /** Invocations. */
  count: number
  /** Those among them that were the first of their instance. */
  coldStarts: number
  /** For an instance that was at something else. */
  waiting: number
  /** For an instance that was starting. */
  starting: number
  /** With an instance; all that follows but `cpu` and `messages` is part of it. */
  duration: number
  /** Between this process and the instance's: to hand over the event and the answer. */
  handing: number
  /** In which at least one request to the place was out. */
  calls: Record<string, number>
  /** Of the processors, in the instance. */
  cpu: number
  /** Messages that came for the first time, and how long they were under way until it was invoked. */
  messages: number
  underWay: number
}

const none = {
  count: 0,
  coldStarts: 0,
  waiting: 0,
  starting: 0,
  duration: 0,
  handing: 0,
  cpu: 0,
  messages: 0,
  underWay: 0,
}

/** Adds up what REPORT lines tell, and what their instances do. */
export function createTimes() {
  const functions = new Map<string, Times>()

  return {
    /** Adds an invocation that has just ended. */
    add({ name, duration, init, waited = 0, usage }: Report, event: unknown): void {
      const sums = functions.get(name) ?? { ...none, calls: {} }
      functions.set(name, sums)
      const starting = Math.min(init ?? 0, waited)
      sums.count++
      sums.coldStarts += init ? 1 : 0
      sums.waiting += waited - starting
      sums.starting += starting
      sums.duration += duration
      sums.handing += usage ? Math.max(0, duration - usage.elapsed) : 0
      sums.cpu += usage?.cpu ?? 0
      for (const [host, milliseconds] of Object.entries(usage?.calls ?? {})) {
        sums.calls[host] = (sums.calls[host] ?? 0) + milliseconds
      }
      const given = Date.now() - duration - waited
      for (const sent of listSent(event)) {
        sums.messages++
        sums.underWay += Math.max(0, given - sent)
      }
    },

    /** The sums, with hosts named by what they end with: `{ ':3335': 'database' }`. */
    list(places: Readonly<Record<string, string>>): Record<string, Times> {
      const toPlace = (host: string) =>
        Object.entries(places).find(([end]) => host.endsWith(end))?.[1] ?? 'others'
      return Object.fromEntries(
        [...functions].map(([name, { calls, ...sums }]) => {
          const named: Record<string, number> = {}
          for (const [host, milliseconds] of Object.entries(calls)) {
            const place = toPlace(host)
            named[place] = (named[place] ?? 0) + milliseconds
          }
          return [name, { ...sums, calls: named }]
        }),
      )
    },
  }
}

/** Those of this process. */
export const times = createTimes()

interface Message {
  attributes?: { SentTimestamp?: string; ApproximateReceiveCount?: string }
  Sns?: { Timestamp?: string }
}

/** When the messages of an event were sent, of those that come for the first time. */
function listSent(event: unknown): number[] {
  const { Records } = (event ?? {}) as { Records?: Message[] }
  if (!Array.isArray(Records)) return []
  return Records.flatMap(({ attributes, Sns }) => {
    if (Sns?.Timestamp) return [Date.parse(Sns.Timestamp)]
    return attributes?.ApproximateReceiveCount === '1' ? [Number(attributes.SentTimestamp)] : []
  }).filter(Number.isFinite)
}
