/**
 * The ways to move a clock.
 *
 * @module
 */
import type { Agenda } from './agenda.ts'
import type { Followers, Move } from './followers.ts'
import { toTime } from './times.ts'
import type { Clock } from './types.ts'

interface Step {
  /** Moves by some milliseconds. */
  go: (kind: Move['kind'], by: number) => Promise<void>
  /** Does what is due. */
  work: () => Promise<void>
}

/** Moves a clock whose parts are given. */
export function createMoves(options: {
  agenda: Agenda
  followers: Followers
  now: () => number
  offset: () => number
  /** Sets the time, and nothing else. */
  shift: (by: number) => void
}): Pick<Clock, 'advance' | 'jump' | 'reset' | 'isMoving'> & { abandon: () => void } {
  const { agenda, followers, now, offset, shift } = options
  let current: symbol | undefined

  async function move(walk: (step: Step) => Promise<void>): Promise<void> {
    const own = Symbol('move')
    const errors: unknown[] = []
    const check = () => {
      if (current !== own) throw new Error('The clock was reset while it moved.')
    }
    current = own
    agenda.hold()
    try {
      await walk({
        async go(kind, by) {
          if (by === 0) return
          const from = now()
          shift(by)
          // Else it would never arrive.
          if (now() < from + by)
            throw new Error(
              'Date is not the clock’s: something else, like fake timers, replaced it.',
            )
          errors.push(...(await followers.tell({ kind, from, to: from + by, by })))
          check()
        },
        async work() {
          await agenda.rest()
          errors.push(...(await agenda.runDue()))
          // Twice, for what one of them leads to may be another's to do.
          errors.push(...(await followers.rest()), ...(await followers.rest()))
          check()
        },
      })
    } finally {
      if (current === own) {
        current = undefined
        agenda.release()
      }
    }
    if (errors.length === 1) throw errors[0]
    if (errors.length > 1) throw new AggregateError(errors, 'What was due on the way failed.')
  }

  /** What is due next, of all that is due until a time. */
  function findStop(target: number): number | undefined {
    const time = now()
    // What is due since before is being done, and would not be done sooner.
    const others = followers.listNext().filter((next) => next > time)
    const stop = Math.min(agenda.findNext() ?? Infinity, ...others)
    return stop <= target ? stop : undefined
  }

  function refuseIfMoving(): void {
    if (current) throw new Error('The clock is moving already: wait until it has arrived.')
  }

  return {
    /** Whatever move is under way goes no further. */
    abandon() {
      current = undefined
    },

    isMoving: () => current !== undefined,

    async advance(to) {
      refuseIfMoving()
      const target = toTime(to, now())
      if (target < now()) {
        throw new Error(
          `advance() goes forward only, and ${new Date(target).toISOString()} is over: jump() goes back.`,
        )
      }
      await move(async ({ go, work }) => {
        // The machine's clock goes on meanwhile.
        const goTo = (time: number) => go('advance', Math.max(0, time - now()))
        await work()
        for (let stop = findStop(target); stop !== undefined; stop = findStop(target)) {
          await goTo(stop)
          await work()
        }
        await goTo(target)
        await work()
      })
    },

    async jump(to) {
      refuseIfMoving()
      const target = toTime(to, now())
      await move(async ({ go, work }) => {
        await go('jump', target - now())
        await work()
      })
    },

    async reset() {
      current = undefined
      await move(({ go }) => go('reset', -offset()))
    },
  }
}
