/**
 * Holds an answer of the API back: what was asked for before can so arrive after what was asked for later.
 *
 * @module
 */

/** One answer at a time; where none is asked for, nothing waits. */
export function createHold() {
  let path: string | undefined
  let held = Promise.withResolvers<void>()
  let released = Promise.withResolvers<void>()

  return {
    /** The next answer about this path, which is made at once, is kept back. */
    next(given: string): void {
      path = given
      held = Promise.withResolvers()
      released = Promise.withResolvers()
    },

    /** Resolves when an answer is being kept back. */
    whenHeld: () => held.promise,

    /** Lets it go. */
    release: () => released.resolve(),

    /** Waits, if this is the path. */
    async pass(asked: string): Promise<void> {
      if (asked !== path) return
      path = undefined
      held.resolve()
      await released.promise
    },
  }
}
