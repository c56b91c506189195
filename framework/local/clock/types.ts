/**
 * What a clock that can be moved does.
 *
 * @module
 */
import type { Run } from './agenda.ts'
import type { Following, Listen } from './followers.ts'
import type { Stretch } from './times.ts'

/** A clock that can be moved. */
export interface Clock {
  /** Milliseconds since 1970, as `Date.now()` says it here and in the functions. */
  now: () => number
  /** Milliseconds that this clock is ahead of the machine's. */
  offset: () => number
  /**
   * Runs something when the clock reaches a time; `advance` awaits it. A jump over the time runs it
   * late, after those who hear of the move. Answers what cancels it.
   */
  at: (time: number, run: Run) => () => void
  /** Runs something when so many milliseconds have passed; a clock that is put back keeps the rest. */
  after: (milliseconds: number, run: Run) => () => void
  /** Hears of every move, and is awaited. Answers what ends that. */
  onMove: (listen: Listen, following?: Following) => () => void
  /**
   * Goes forward; whatever falls due on the way happens in order, each at its own time.
   *
   * @throws Error when the time is over, or the clock is moving already; what went wrong on the way
   */
  advance: (to: Date | Stretch) => Promise<void>
  /**
   * Jumps, forward or back: what was due in between is missed or late, as in an outage.
   *
   * @throws Error when the clock is moving already; what went wrong
   */
  jump: (to: Date | Stretch) => Promise<void>
  /** Back to the machine's time, at once, even while it moves: that move then throws. */
  reset: () => Promise<void>
  isMoving: () => boolean
}
