/**
 * Saving: a moment after the last change, one time after another.
 *
 * @module
 */
const pauseMilliseconds = 1200

/** @param options.tell - is told how it stands: `changed`, `saving`, `saved`, or an error */
export function createSaving({ write, tell }) {
  let save
  let timer
  let isChanged = false
  let isBusy = false

  async function run() {
    clearTimeout(timer)
    if (!save || !isChanged || isBusy) return
    isChanged = false
    isBusy = true
    tell('saving')
    try {
      await save(write())
      tell(isChanged ? 'changed' : 'saved')
    } catch (error) {
      isChanged = true
      tell(error)
    }
    isBusy = false
    if (isChanged) plan(5000)
  }

  function plan(milliseconds = pauseMilliseconds) {
    clearTimeout(timer)
    timer = setTimeout(run, milliseconds)
  }

  return {
    /** From now on the map goes there. */
    to(next) {
      save = next
    },
    change() {
      isChanged = true
      tell('changed')
      plan()
    },
    now: run,
    isOwing: () => isChanged || isBusy,
  }
}
