/**
 * Puts the recorder where every invocation passes: around the sandbox's `invoke-lambda`.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { createRequire, Module } from 'node:module'
import { builder } from '../../build/builder.ts'
import { describe } from './describe.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { followOutput } from './output.ts'

/** The recorder of this process. */
export const trace: Recorder = createRecorder()

let isInstalled = false

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
  ours.exports = traceInvocations(trace, (params, callback) => {
    // Loaded at the first call, so that whoever replaces a module below it may come later.
    original ??= load()
    builder.noteUse(params.lambda)
    original(params, callback)
  })
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

/** An `invoke-lambda` that notes what passes on its way to `next`. */
export function traceInvocations(recorder: Recorder, next: InvokeLambda): InvokeLambda {
  return function invoke({ replayOf, ...params }, callback) {
    const { lambda } = params
    // Architect's proxy for the files of public/ is no function of the project.
    if (lambda.arcStaticAssetProxy) return next(params, callback)

    const event = withRequestId(params.event)
    const { id, finish } = recorder.begin({
      ...describe(lambda, event),
      function: `@${lambda.pragma} ${lambda.name}`,
      event,
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

// The sandbox leaves it out; the function's log then has the same id as the trace.
function withRequestId(event: Record<string, unknown>): Record<string, unknown> {
  const context = event['requestContext'] as { http?: unknown; requestId?: unknown } | undefined
  if (!context?.http || context.requestId) return event
  return { ...event, requestContext: { ...context, requestId: randomUUID() } }
}

// Another request, and so another id; a message or a tick that comes again has the one it had.
function renew(event: Record<string, unknown>): Record<string, unknown> {
  const copy = structuredClone(event)
  const context = copy['requestContext'] as { requestId?: unknown } | undefined
  delete context?.requestId
  return copy
}
