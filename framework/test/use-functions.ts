/**
 * Functions in instances of their own, from a few lines of program.
 *
 * @module
 */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createPools, type Pools } from '../local/invoke/pools.ts'
import type { PoolsOptions } from '../local/invoke/types.ts'

/** Ends what was started after each test. */
export function useFunctions() {
  const all: Pools[] = []
  let folder: string
  let count = 0
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-functions-')))
  })
  afterEach(() => {
    for (const pools of all.splice(0)) pools.stop()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  return {
    /** Answers what invokes it; that rejects with the function's error. */
    define(program: string, options: Partial<PoolsOptions> = {}) {
      const handlerFile = join(folder, `function-${++count}.mjs`)
      writeFileSync(handlerFile, program)
      const pools = createPools({ print: () => {}, ...options })
      all.push(pools)
      const spec = {
        name: `@http get /${count}`,
        handlerFile,
        handlerMethod: 'handler',
        cwd: folder,
        env: { PATH: process.env['PATH']! },
        memory: 128,
        timeout: 3000,
        refusesCallbacks: true,
      }
      return async (event: unknown = {}): Promise<Record<string, unknown>> => {
        const payload = JSON.stringify(event)
        const { response, error, initError } = await pools.invoke(spec, { id: 'an-id', payload })
        const failure = error ?? initError
        if (failure) throw new Error(failure.errorMessage)
        return JSON.parse(response!) as Record<string, unknown>
      }
    },
  }
}
