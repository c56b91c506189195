/**
 * What can be undone: the map as it was before each change.
 *
 * @module
 */

const most = 60

export function createHistory() {
  let [past, future] = [[], []]
  const step = (from, to) => (now) => {
    const then = from().pop()
    if (then !== undefined) to().push(now)
    return then
  }
  return {
    /** Notes how the map was. */
    note(map) {
      past = [...past, map].slice(-most)
      future = []
    },
    undo: step(
      () => past,
      () => future,
    ),
    redo: step(
      () => future,
      () => past,
    ),
    clear() {
      ;[past, future] = [[], []]
    },
    can: () => ({ undo: past.length > 0, redo: future.length > 0 }),
  }
}
