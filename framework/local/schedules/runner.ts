/**
 * Runs schedules' functions, as Lambda runs what is invoked asynchronously: never two runs of one
 * schedule at once, and a run that fails is tried again twice.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 * @module
 */
import { toScheduledEvent } from '../../testing/events.ts'
import { clock } from '../clock.ts'
import type { Invoke } from '../delivery.ts'
import { toMinute } from './words.ts'

/** Minutes between an attempt and the next one. */
const pauses = [1, 2]

/** Makes what runs schedules; nothing that goes wrong is thrown. */
export function createRunner({ invoke, log }: { invoke: Invoke; log: (line: string) => void }) {
  const running = new Map<string, { time: Date; work: Promise<unknown> }>()
  const waiting = new Set<() => void>()

  /** Answers what went wrong. */
  async function attempt(name: string, time: Date, payload: object): Promise<string | undefined> {
    const other = running.get(name)?.time
    if (other) {
      log(`schedule ${name} is left out: its run of ${toMinute(other)} is still going.`)
      return undefined
    }
    const work = (async () => invoke({ pragma: 'scheduled', name, payload }))()
    running.set(name, { time, work })
    try {
      await work
      return undefined
    } catch (error) {
      return (error as Error).message || 'It crashed or timed out.'
    } finally {
      running.delete(name)
    }
  }

  function tryLater(minutes: number, run: () => Promise<void>): Promise<void> {
    const later = Promise.withResolvers<void>()
    const cancel = clock.after(minutes * 60_000, () => {
      waiting.delete(cancel)
      const work = run()
      later.resolve(work)
      return work
    })
    waiting.add(cancel)
    return later.promise
  }

  return {
    /** One run now, by hand: whoever asked for it sees what comes of it. */
    async runNow(name: string): Promise<void> {
      const now = new Date()
      const reason = await attempt(name, now, toScheduledEvent(name, now))
      if (reason !== undefined) log(`schedule ${name} failed. ${reason}`)
    },

    /**
     * A run that was due at a time. Resolves after the first attempt.
     *
     * @param onDone - called after the last one, which is not before the schedules stop
     */
    async run(name: string, time: Date, onDone: () => void = () => {}): Promise<void> {
      // The same event each time, so that the function can tell it from another.
      const event = toScheduledEvent(name, time)

      async function go(count: number): Promise<void> {
        const reason = await attempt(name, time, event)
        const minutes = pauses[count - 1]
        if (reason === undefined) return onDone()
        if (minutes === undefined) {
          log(
            `schedule ${name} failed ${count} times: its run of ${toMinute(time)} is lost. ${reason}`,
          )
          return onDone()
        }
        const pause = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`
        log(`schedule ${name} failed, tried again in ${pause}. ${reason}`)
        void tryLater(minutes, () => go(count + 1))
      }
      await go(1)
    },

    /** Resolves when no run is going. */
    async rest(): Promise<void> {
      await Promise.allSettled([...running.values()].map(({ work }) => work))
    },

    /** Forgets what is to be tried again. */
    stop(): void {
      for (const cancel of waiting) cancel()
      waiting.clear()
    },
  }
}
