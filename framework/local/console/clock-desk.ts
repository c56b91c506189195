/**
 * The clock as the console handles it: one move at a time, and how far it has come.
 *
 * @module
 */
import { toTime, type Stretch } from '../clock/times.ts'
import type { ConsoleOptions } from './sources.ts'

export interface ClockState {
  /** Milliseconds since 1970. */
  now: number
  /** Milliseconds ahead of the machine's clock. */
  offset: number
  isMoving: boolean
  /** What is under way, where the console began it. */
  move?: { from: number; to: number }
}

/** A move forward. */
export interface Move {
  /** `advance` runs what falls due on the way, `jump` leaves it out. */
  how: 'advance' | 'jump'
  to: Date | Stretch
}

export interface ClockDesk {
  state: () => ClockState
  /** Resolves when it has arrived. */
  move: (move: Move) => Promise<void>
  reset: () => Promise<void>
  /** Hears of moves, and of their progress. Answers what ends that. */
  listen: (listen: () => void) => () => void
}

/** How often the progress of a move is told, in milliseconds. */
const beat = 100

export function openClockDesk(clock: ConsoleOptions['clock']): ClockDesk {
  const listeners = new Set<() => void>()
  let move: ClockState['move']

  function tell(): void {
    for (const listen of listeners) listen()
  }
  clock.onMove(tell)

  async function during(work: () => Promise<void>): Promise<void> {
    const timer = setInterval(tell, beat)
    try {
      const moving = work()
      tell()
      await moving
    } finally {
      clearInterval(timer)
      move = undefined
      tell()
    }
  }

  return {
    state: () => {
      const state = { now: clock.now(), offset: clock.offset(), isMoving: clock.isMoving() }
      return { ...state, ...(move && { move }) }
    },

    async move({ how, to }) {
      if (clock.isMoving()) {
        throw new Error('The clock is moving already: wait until it has arrived.')
      }
      const from = clock.now()
      move = { from, to: toTime(to, from) }
      await during(() => clock[how](to))
    },

    reset: () => during(() => clock.reset()),

    listen(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
  }
}
