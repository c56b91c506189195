/**
 * Puts the recorder where every invocation passes: around the sandbox's `invoke-lambda`.
 *
 * @module
 */
import { createRequire, Module } from 'node:module'
import { builder } from '../../build/builder.ts'
import { invocationKinds } from '../faults/check.ts'
import { faults, type Faults } from '../faults.ts'
import { findMarks, planStrike } from '../faults/marks.ts'
import { toInvocationPlace } from '../faults/strike.ts'
import { completeEvent } from '../invoke/event.ts'
import { limitEvents } from '../invoke/limits.ts'
import { describe } from './describe.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { followOutput } from './output.ts'

/** The recorder of this process. */
export const trace: Recorder = createRecorder()

let isInstalled = false
let replace: (stock: InvokeLambda) => InvokeLambda = (stock) => stock

/** Puts another `invoke-lambda` under the recorder; to be called before the first event. */
export function replaceInvoke(next: typeof replace): void {
  replace = next
}

/** Whether there is anything for a console to show: not in a plain `arc sandbox`. */
export function isTracing(): boolean {
  return isInstalled
}

/** As the sandbox calls it. */
export interface InvokeParams {
  lambda: { pragma: string; name: string; arcStaticAssetProxy?: boolean }
  event: Record<string, unknown>
  /** Ours: the trace that is replayed. */
  replayOf?: string
  [other: string]: unknown
}
type Callback = (err: unknown, response?: unknown, error?: unknown, initError?: unknown) => void
export type InvokeLambda = (params: InvokeParams, callback: Callback) => void

/**
 * Records all invocations and the functions' log lines from now on. To be called before the sandbox
 * is loaded and after `renderOutput`.
 */
export function installTrace(): void {
  const require = createRequire(import.meta.url)
  const path = require.resolve('@architect/sandbox/src/invoke-lambda')
  if (require.cache[path]) {
    throw new Error('The sandbox is loaded already: nothing would be traced.')
  }
  let original: InvokeLambda | undefined
  const ours = new Module(path)
  ours.filename = path
  ours.loaded = true
  const invoke: InvokeLambda = (params, callback) => {
    // Loaded at the first call, so that whoever replaces a module below it may come later.
    original ??= replace(load())
    builder.noteUse(params.lambda)
    original(params, callback)
  }
  ours.exports = traceInvocations(trace, limitEvents(invoke, console.log), faults)
  function load(): InvokeLambda {
    delete require.cache[path]
    try {
      return require(path) as InvokeLambda
    } finally {
      require.cache[path] = ours
    }
  }
  require.cache[path] = ours
  followOutput(trace)
  isInstalled = true
}

/** An `invoke-lambda` that notes what passes on its way to `next`, and what is to strike it there. */
export function traceInvocations(
  recorder: Recorder,
  next: InvokeLambda,
  faults?: Pick<Faults, 'strike'>,
): InvokeLambda {
  return function invoke({ replayOf, ...params }, callback) {
    const { lambda } = params
    // Architect's proxy for the files of public/ is no function of the project.
    if (lambda.arcStaticAssetProxy) return next(params, callback)

    // From here on it has the id that the function's log has too.
    const event = completeEvent(params.event)
    planStrike(event, faults?.strike(invocationKinds, toInvocationPlace(lambda, event)))
    const { id, finish } = recorder.begin({
      ...describe(lambda, event),
      function: `@${lambda.pragma} ${lambda.name}`,
      event,
      faults: findMarks(event),
      replay: () =>
        new Promise((resolve) => {
          invoke({ ...params, event: renew(event), replayOf: id }, () => resolve(undefined))
        }),
      ...(replayOf && { replayOf }),
    })
    try {
      next({ ...params, event }, (err, response, error, initError) => {
        const failure = err ?? error ?? initError
        finish({ answer: failure ? undefined : response, error: failure })
        callback(err, response, error, initError)
      })
    } catch (error) {
      finish({ error })
      throw error
    }
  }
}

// Another request, and so another id; a message or a tick that comes again has the one it had.
function renew(event: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(event)
  const context = copy['requestContext'] as { requestId?: unknown } | undefined
  delete context?.requestId
  return copy
}
