/**
 * Invokes a function in this process, from its source.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Lambda } from '../manifest.ts'

/** Architect's `invoke`: one function, one event, its answer. */
export type Invoke = (call: { pragma: string; name: string; payload: unknown }) => Promise<unknown>

/** @throws Error when no such function is plugged in, and whatever the function throws. */
export function createInvoke(lambdas: readonly Lambda[]): Invoke {
  return async ({ pragma, name, payload }) => {
    const lambda = lambdas.find((it) => it.pragma === pragma && it.name === name)
    if (!lambda)
      throw new Error(`There is no @${pragma} ${name} in app.arc or a plugged-in service.`)

    const file = join(lambda.src, 'index.ts')
    const module = (await import(/* @vite-ignore */ file)) as {
      handler: (event: unknown, context: unknown) => Promise<unknown>
    }
    // What crosses Lambda's border is JSON: what JSON drops must not help a test to pass.
    const answer = await module.handler(structuredClone(payload), toContext(lambda))
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer))
  }
}

function toContext({ pragma, name, config }: Lambda) {
  const deadline = Date.now() + config.timeout * 1000
  return {
    awsRequestId: randomUUID(),
    functionName: `@${pragma} ${name}`,
    memoryLimitInMB: String(config.memory),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}
