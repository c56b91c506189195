/**
 * A published case: what servers cost, and what functions cost at one load. The rest is arithmetic,
 * for functions cost as much as they are called.
 *
 * @module
 */
import { findBreakEven, type Comparison } from './break-even.ts'

/** What was published, in dollars a year. */
export interface PublishedCase {
  name: string
  source: string
  /** Dollars a year for the servers, whatever they do. */
  servers: number
  /** Dollars a year for the functions, at so many calls a month. */
  functions: number
  calls: number
  /** Calls a month of which the long tail of systems has no more. */
  tail: number
}

/** What follows. Savings are shares, from 0 to 1. */
export interface PublishedResult {
  /** Dollars for a million calls, all services in one. */
  perMillion: number
  saving: number
  /** Calls a month. */
  breakEven: number
  /** At `tail` calls a month: dollars a year, and what that saves. */
  tail: { yearly: number; saving: number }
  /** Dollars a month, by calls a month. */
  comparison: Comparison
}

/** Works out a published case. */
export function workOut({ servers, functions, calls, tail }: PublishedCase): PublishedResult {
  const perCall = functions / 12 / calls
  const comparison = {
    functions: (amount: number) => amount * perCall,
    servers: () => servers / 12,
  }
  const tailYearly = comparison.functions(tail) * 12
  return {
    perMillion: perCall * 1e6,
    saving: 1 - functions / servers,
    breakEven: findBreakEven(comparison)!,
    tail: { yearly: tailYearly, saving: 1 - tailYearly / servers },
    comparison,
  }
}
