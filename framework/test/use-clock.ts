/**
 * The clock for the tests of one file.
 *
 * @module
 */
import { afterEach, beforeEach } from 'vitest'
import { clock, installClock, uninstallClock } from '../local/clock.ts'

/** Installs the clock before each test, at a time if one is given, and the machine's after it. */
export function useClock(time?: string) {
  beforeEach(async () => {
    installClock()
    if (time) await clock.jump(new Date(time))
  })
  afterEach(uninstallClock)
  return clock
}
