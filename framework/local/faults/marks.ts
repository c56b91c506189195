/**
 * What has struck an event, told to whoever has the same event in hands.
 *
 * @module
 */
import type { FaultKind } from '../faults.ts'
import type { Strike } from './strike.ts'

const marks = new WeakMap<object, readonly FaultKind[]>()
const strikes = new WeakMap<object, Strike>()

/** Notes what has struck the messages of an event on their way. */
export function markEvent(event: object, kinds: Iterable<FaultKind>): void {
  const all = [...new Set(kinds)]
  if (all.length > 0) marks.set(event, all)
}

/** Notes what its next invocation is to suffer. */
export function planStrike(event: object, strike: Strike | undefined): void {
  if (strike) strikes.set(event, strike)
  else strikes.delete(event)
}

export function findStrike(event: unknown): Strike | undefined {
  return typeof event === 'object' && event !== null ? strikes.get(event) : undefined
}

/** All that strikes an event. */
export function findMarks(event: object): readonly FaultKind[] {
  const strike = findStrike(event)
  return [...(marks.get(event) ?? []), ...(strike ? [strike.kind] : [])]
}
