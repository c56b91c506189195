/**
 * The clock of the app under test. Until a test moves it, schedules stand still.
 *
 * @module
 */
import { clock } from '../local/clock.ts'
import { startSchedules, type Schedule, type Schedules } from '../local/schedules.ts'
import type { AppClock } from '../testing.ts'
import type { toScheduledEvent } from './events.ts'
import type { Invoke } from './invoke.ts'

/** @param settle - waits for all that a move led to */
export function createTestClock(options: {
  schedules: readonly Schedule[]
  invoke: Invoke
  settle: () => Promise<void>
}): AppClock & { stop: () => void } {
  const { schedules: wanted, invoke, settle } = options
  /** By run: one that does better the next time has not failed. */
  const failures = new Map<string, unknown>()
  let schedules: Schedules | undefined

  // To a developer a failure is one line; in a test somebody has to see it.
  const watched: Invoke = async (call) => {
    const { id } = call.payload as ReturnType<typeof toScheduledEvent>
    try {
      const answer = await invoke(call)
      failures.delete(id)
      return answer
    } catch (error) {
      failures.set(id, error)
      throw error
    }
  }

  async function move(go: () => Promise<void>): Promise<void> {
    schedules ??= startSchedules(wanted, { invoke: watched, log: () => {} })
    await go()
    await settle()
    const [failure] = failures.values()
    failures.clear()
    if (failure !== undefined) throw failure
  }

  return {
    now: clock.now,
    advance: (to) => move(() => clock.advance(to)),
    jump: (to) => move(() => clock.jump(to)),
    reset: () => move(() => clock.reset()),
    stop: () => schedules?.stop(),
  }
}
