/**
 * Invokes a function in this process, from its source.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { invocationKinds } from '../local/faults/check.ts'
import { toInvocationPlace } from '../local/faults/strike.ts'
import { faults as ofProcess, type Faults } from '../local/faults.ts'
import { exited, thrown, timedOut } from '../local/invoke/failures.ts'
import { refuseRequest, refuseResponse } from '../local/invoke/limits.ts'
import type { LambdaError } from '../local/invoke/types.ts'
import type { Lambda } from '../manifest.ts'
import { runWatched } from './outgoing.ts'

/** Architect's `invoke`: one function, one event, its answer. */
export type Invoke = (call: { pragma: string; name: string; payload: unknown }) => Promise<unknown>

/** What is left of an invocation that has no answer: its function timed out, or its instance died. */
export class FunctionFailure extends Error {
  constructor({ errorType, errorMessage }: LambdaError) {
    super(errorMessage)
    this.name = errorType
  }
}

/**
 * Functions that run in this process, where faults can strike them as they strike instances.
 *
 * @throws Error when no such function is plugged in; FunctionFailure; whatever the function throws
 */
export function createInvoke(lambdas: readonly Lambda[], faults: Faults = ofProcess): Invoke {
  faults.learn({ functions: lambdas.map(({ pragma, name }) => `@${pragma} ${name}`) })

  return async ({ pragma, name, payload }) => {
    const lambda = lambdas.find((it) => it.pragma === pragma && it.name === name)
    if (!lambda)
      throw new Error(`There is no @${pragma} ${name} in app.arc or a plugged-in service.`)

    // What crosses Lambda's border is JSON: what JSON drops must not help a test to pass.
    const event = JSON.stringify(payload)
    const refused = refuseRequest(event)
    if (refused) throw new FunctionFailure(refused)
    const strike = faults.strike(invocationKinds, toInvocationPlace(lambda, payload))
    if (strike?.kind === 'throw') throw new FunctionFailure(thrown(strike.rule))
    const file = join(lambda.src, 'index.ts')
    const module = (await import(/* @vite-ignore */ file)) as {
      handler: (event: unknown, context: unknown) => Promise<unknown>
    }
    const context = toContext(lambda)
    const { awsRequestId: id, functionName } = context
    const run = async () => module.handler(JSON.parse(event), context)
    const kill = strike?.kind === 'kill' ? strike : undefined
    const outcome = runWatched(functionName, run, kill)
    if (strike?.kind === 'timeout') {
      await outcome.catch(() => {})
      throw new FunctionFailure(timedOut(id, lambda.config.timeout * 1000))
    }
    const { isKilled, answer } = await outcome
    if (isKilled) throw new FunctionFailure(exited(id, null, 'SIGKILL'))
    if (answer === undefined) return undefined
    const response = JSON.stringify(answer)
    const tooLarge = refuseResponse(response)
    if (tooLarge) throw new FunctionFailure(tooLarge)
    return JSON.parse(response)
  }
}

function toContext({ pragma, name, config }: Lambda) {
  const deadline = performance.now() + config.timeout * 1000
  return {
    awsRequestId: randomUUID(),
    functionName: `@${pragma} ${name}`,
    memoryLimitInMB: String(config.memory),
    getRemainingTimeInMillis: () => deadline - performance.now(),
  }
}
