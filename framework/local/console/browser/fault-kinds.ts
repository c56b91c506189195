/**
 * What can be made to go wrong, in words.
 *
 * @module
 */
import type { FaultKind, FaultRule } from '../../faults.ts'

export const faultKinds: Record<FaultKind, string> = {
  duplicate: 'a message comes twice',
  drop: 'a message is lost on its way, and comes again later',
  delay: 'a message comes later',
  reorder: 'a message lets others pass',
  throw: 'the function fails before its handler runs',
  timeout: 'the function runs, and its answer is lost',
  kill: 'the function dies in the middle',
}

/** What a rule does, with its own numbers. */
export function describeFault({ kind, seconds, after, phase }: FaultRule): string {
  if (kind === 'delay') return `a message comes ${seconds ?? 5} s later`
  if (kind !== 'kill' || (after === undefined && !phase)) return faultKinds[kind]
  const call = after === undefined ? 'one of its calls' : `its call ${after + 1}`
  if (phase === 'before') return `the function dies before ${call} leaves`
  if (phase === 'after') return `the function dies when ${call} is done, its answer not seen`
  return `the function dies at ${call}`
}

/** `always`, `10 %`, `3 times at most`. */
export function describeChance({ probability, times }: FaultRule): string {
  const chance = probability === 1 ? 'always' : `${Number((probability * 100).toFixed(2))} %`
  return times === undefined
    ? chance
    : `${chance}, ${times === 1 ? 'once' : `${times} times`} at most`
}
