/**
 * Promises that are checked one after the other, and told of as they are.
 *
 * @module
 */
import { styleText } from 'node:util'

/** A list of promises, none of them checked yet. */
export function createSteps() {
  const failed: string[] = []
  let passed = 0

  return {
    failed,
    get passed() {
      return passed
    },

    /** Checks one. What it answers is shown beside it; what it throws, below. */
    async take(promise: string, check: () => Promise<string | void>): Promise<boolean> {
      const began = performance.now()
      const seconds = () => styleText('dim', `${((performance.now() - began) / 1000).toFixed(1)} s`)
      try {
        const note = await check()
        console.log(`${styleText('green', '✔')} ${promise} ${seconds()}${note ? ` · ${note}` : ''}`)
        passed++
        return true
      } catch (error) {
        console.log(
          `${styleText('red', '✘')} ${promise} ${seconds()}\n${(error as Error).message}\n`,
        )
        failed.push(promise)
        return false
      }
    },
  }
}
