/**
 * The local cloud's clock, which can be moved: `Date` in this process and in the functions follows
 * it. Timers and `performance.now()` do not, so durations are measured by those.
 *
 * @module
 */
import { createAgenda } from './clock/agenda.ts'
import { installDate, setOffset, uninstallDate } from './clock/date.mjs'
import { openOffset, type OffsetFile } from './clock/file.ts'
import { createFollowers } from './clock/followers.ts'
import { createMoves } from './clock/moves.ts'
import { describeOffset } from './clock/times.ts'
import type { Clock } from './clock/types.ts'

export type { Move } from './clock/followers.ts'
export type { Clock } from './clock/types.ts'

const state: { isInstalled: boolean; offset: number; file?: OffsetFile | undefined } = {
  isInstalled: false,
  offset: 0,
}
const now = () => Date.now()
const offset = () => state.offset
const agenda = createAgenda({ now, complain })
const followers = createFollowers()
const { abandon, ...moves } = createMoves({ agenda, followers, now, offset, shift })

/** This process's clock. It can be moved once `installClock` has been called. */
export const clock: Clock = {
  now,
  offset,
  at: (time, run) => agenda.add({ time, run, isDelay: false }),
  after: (delay, run) => agenda.add({ time: now() + delay, run, isDelay: true }),
  onMove: followers.add,
  ...moves,
}

/**
 * Replaces `Date` in this process. With a state folder the clock is as far ahead as it was left
 * there, and what becomes of it is kept.
 */
export function installClock({ stateDir }: { stateDir?: string } = {}): void {
  state.isInstalled = true
  installDate()
  const file = stateDir === undefined ? undefined : openOffset(stateDir)
  if (!file || file.path === state.file?.path) return
  state.file = file
  state.offset = file.read()
  setOffset(state.offset)
}

/** Puts the machine's `Date` back, and forgets what was to be done. */
export function uninstallClock(): void {
  Object.assign(state, { isInstalled: false, offset: 0, file: undefined })
  abandon()
  agenda.clear()
  followers.clear()
  setOffset(0)
  uninstallDate()
}

/** `12 days ahead: 2026-12-03 08:15 UTC`; nothing while it is the machine's. */
export function describeClock(): string | undefined {
  if (state.offset === 0) return undefined
  const time = new Date().toISOString().slice(0, 16).replace('T', ' ')
  return `${describeOffset(state.offset)}: ${time} UTC`
}

function shift(by: number): void {
  if (!state.isInstalled) {
    throw new Error('This process has no clock that can be moved: call installClock() first.')
  }
  state.offset += by
  setOffset(state.offset)
  state.file?.save(state.offset)
  if (by < 0) agenda.shiftDelays(by)
}

function complain(error: unknown, time: number): void {
  const { message } = error as Error
  console.error(`clock: what was due at ${new Date(time).toISOString()} failed. ${message}`)
}
