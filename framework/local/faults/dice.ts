/**
 * Dice that fall the same way every time they are thrown from the same seed.
 *
 * @see https://github.com/cprosche/mulberry32
 * @module
 */
import { createHash } from 'node:crypto'

export interface Dice {
  /** The next number, from 0 up to but not 1. */
  next: () => number
  /** What `createDice` goes on from. */
  state: () => number
}

/** mulberry32: 32 bits of state, one multiplication chain per number. */
export function createDice(start: number): Dice {
  let state = start >>> 0
  return {
    state: () => state,
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
  }
}

/** Where the dice of one stream start: streams of one seed have nothing to do with each other. */
export function toStart(seed: number, stream: string): number {
  return createHash('sha256').update(`${seed} ${stream}`).digest().readUInt32LE(0)
}
