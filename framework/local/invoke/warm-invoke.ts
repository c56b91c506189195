/**
 * An `invoke-lambda` that hands events to warm instances.
 *
 * The sandbox's own writes every event and every function into a log that nobody reads, and puts each
 * function's environment together again for each event: twice the work of all the rest.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { findStrike } from '../faults/marks.ts'
import type { InvokeLambda, InvokeParams } from '../trace/install.ts'
import { findRequestId } from './event.ts'
import { gatewayError, thrown } from './failures.ts'
import { refuseRequest, refuseResponse } from './limits.ts'
import type { Pools } from './pools.ts'
import { toSpec, type SandboxLambda } from './spec.ts'
import type { FunctionSpec, LambdaError, Outcome, Report } from './types.ts'

export interface WarmInvokeOptions {
  pools: Pick<Pools, 'invoke'>
  /** The end of a bundle's first build; undefined where it is there. */
  whenBuilt: (lambda: InvokeParams['lambda']) => Promise<unknown> | undefined
  /** The sandbox's own: a function's environment. */
  getEnv: (params: InvokeParams, requestId: string) => Record<string, unknown>
  /** The sandbox's own: what a browser gets where a function failed. */
  toErrorPage: (failure: { lambdaError: LambdaError; lambda: object; type: string }) => unknown
  report: (report: Report, params: InvokeParams) => void
}

/** Hands on to `stock` what is no function of ours. */
export function createWarmInvoke(stock: InvokeLambda, options: WarmInvokeOptions): InvokeLambda {
  const { pools, whenBuilt, getEnv, toErrorPage, report } = options
  const known = new WeakMap<object, { inventory: unknown; spec: FunctionSpec }>()

  // Another app.arc is another inventory.
  function findSpec(params: InvokeParams): FunctionSpec | undefined {
    const { lambda, inventory } = params
    const found = known.get(lambda)
    if (found?.inventory === inventory) return found?.spec
    const spec = toSpec(lambda as SandboxLambda, () => getEnv(params, ''))
    if (spec) known.set(lambda, { inventory, spec })
    return spec
  }

  return (params, callback) => {
    const { lambda, event } = params
    const spec = findSpec(params)
    if (!spec) return stock(params, callback)
    const building = whenBuilt(lambda)
    if (building) void building.then(() => begin(spec))
    else begin(spec)

    function begin(spec: FunctionSpec): void {
      // What the sandbox throws is for the process to hear, as ever, and not for a promise.
      if (existsSync(spec.handlerFile)) void serve(spec)
      else process.nextTick(callback, new Error('lambda_not_found'))
    }

    async function serve(spec: FunctionSpec): Promise<void> {
      const outcome = await run(pools, spec, event)
      const { error, initError } = outcome
      const response = toResponse(outcome, (lambdaError, type) =>
        // Whoever asks for a fault wants to see what clients of the deployed site would.
        findStrike(event) ? gatewayError : toErrorPage({ lambdaError, lambda, type }),
      )
      if (outcome.report) report(outcome.report, params)
      process.nextTick(callback, null, response, error, initError)
    }
  }
}

async function run(
  pools: WarmInvokeOptions['pools'],
  spec: FunctionSpec,
  event: object,
): Promise<Outcome> {
  const payload = JSON.stringify(event)
  const refused = refuseRequest(payload)
  if (refused) return { error: refused }
  const strike = findStrike(event)
  if (strike?.kind === 'throw') return { error: thrown(strike.rule) }
  const id = findRequestId(event) ?? crypto.randomUUID()
  const outcome = await pools.invoke(spec, { id, payload, strike })
  const tooLarge = outcome.response && refuseResponse(outcome.response)
  return tooLarge ? { error: tooLarge } : outcome
}

function toResponse(
  { response, error, initError }: Outcome,
  toPage: (error: LambdaError, type: string) => unknown,
): unknown {
  if (error) return toPage(error, 'error')
  if (initError) return toPage(initError, 'init error')
  // The sandbox takes the answer of an HTTP function apart and expects null nowhere.
  return JSON.parse(response ?? 'null') ?? undefined
}
