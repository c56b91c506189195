/**
 * What is to be done at which time of a clock that can be moved.
 *
 * @module
 */

export type Run = () => void | Promise<void>

interface Entry {
  time: number
  run: Run
  /** Counted from when it was put down: such a time goes along when the clock is put back. */
  isDelay: boolean
}

export type Agenda = ReturnType<typeof createAgenda>

/** Timers overflow at 25 days, and stand still while the machine sleeps: so they are short. */
const longestSleep = 60_000

/**
 * Does things as their time comes, by timers of the machine.
 *
 * @param complain - hears what went wrong with something that nobody waits for
 */
export function createAgenda(options: {
  now: () => number
  complain: (error: unknown, time: number) => void
}) {
  const { now, complain } = options
  const entries = new Set<Entry>()
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isHeld = false

  function arm(): void {
    clearTimeout(timer)
    const next = findNext()
    if (next === undefined || isHeld) return
    timer = setTimeout(tick, Math.max(0, Math.min(next - now(), longestSleep))).unref()
  }

  function tick(): void {
    for (let due = takeDue(); due; due = takeDue()) {
      const { run, time } = due
      const work: Promise<void> = attempt(run)
        .catch((error: unknown) => complain(error, time))
        .finally(() => running.delete(work))
      running.add(work)
    }
    arm()
  }

  function findNext(): number | undefined {
    const times = [...entries].map(({ time }) => time)
    return times.length > 0 ? Math.min(...times) : undefined
  }

  /** The first of those whose time has come. */
  function takeDue(): Entry | undefined {
    let first: Entry | undefined
    for (const entry of entries) if (!first || entry.time < first.time) first = entry
    if (!first || first.time > now()) return undefined
    entries.delete(first)
    return first
  }

  return {
    /** Answers what cancels it. */
    add(entry: Entry): () => void {
      entries.add(entry)
      arm()
      return () => void entries.delete(entry)
    },

    findNext,

    /** Does what is due, in order, one after the other; answers what went wrong. */
    async runDue(): Promise<unknown[]> {
      const errors: unknown[] = []
      for (let due = takeDue(); due; due = takeDue()) {
        await attempt(due.run).catch((error: unknown) => errors.push(error))
      }
      return errors
    },

    /** Waits for what the timers have begun, for at most 5 seconds. */
    async rest(): Promise<void> {
      if (running.size === 0) return
      const patience = new Promise((resolve) => setTimeout(resolve, 5000).unref())
      await Promise.race([Promise.all(running), patience])
    },

    /** The clock was put back. */
    shiftDelays(by: number): void {
      for (const entry of entries) if (entry.isDelay) entry.time += by
    },

    /** Leaves the timers out, until `release`. */
    hold(): void {
      isHeld = true
      clearTimeout(timer)
    },

    release(): void {
      isHeld = false
      arm()
    },

    clear(): void {
      entries.clear()
      isHeld = false
      clearTimeout(timer)
    },
  }
}

async function attempt(run: Run): Promise<void> {
  await run()
}
