/**
 * Puts warm invocation where the sandbox would spawn a process for each event.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { completeEvent, findRequestId, refuseRequest, refuseResponse } from './event.ts'
import { createPools, type Pools } from './pools.ts'
import { renderReport } from './report.ts'
import { toSpec, type SpawnParams } from './spec.ts'
import type { LambdaError, Outcome } from './types.ts'

export interface WarmOptions {
  /** A fresh instance for every event. */
  isCold?: boolean
  /** The first port for debuggers. */
  inspect?: number | undefined
  /** Prints a REPORT line for each event. */
  isReporting?: boolean
}

/** What has been put in place. */
export interface Warm {
  /** Ends all instances. */
  stop: () => void
}

type Spawn = (params: SpawnParams, callback: (error?: unknown) => void) => void

/** What the sandbox keeps of an invocation that runs. */
interface Invocation {
  request: unknown
  response?: unknown
  error?: LambdaError
  initError?: LambdaError
}

const require = createRequire(import.meta.url)
const sandbox = '@architect/sandbox/src'

/**
 * Must be called before the sandbox is loaded. Where this Architect is put together in another way
 * than ours, it says so in one line, answers nothing, and functions start anew for each event.
 */
export function installWarm(options: WarmOptions = {}): Warm | undefined {
  try {
    return install(options)
  } catch (error) {
    const [reason] = (error as Error).message.split('\n')
    console.warn(`Functions start anew for each event, which is slower: ${reason}`)
    return undefined
  }
}

function install({ isCold = false, inspect, isReporting = false }: WarmOptions): Warm {
  const path = require.resolve(`${sandbox}/invoke-lambda/exec/spawn.js`)
  if (require.cache[path]) throw new Error('the sandbox is loaded already.')
  const user = readFileSync(require.resolve(`${sandbox}/invoke-lambda/exec/index.js`), 'utf8')
  if (!user.includes(`require('./spawn')`)) throw new Error('this Architect spawns elsewhere.')
  const { invocations } = require(`${sandbox}/arc/_runtime-api`) as {
    invocations?: Record<string, Invocation>
  }
  if (!invocations) throw new Error('this Architect keeps invocations elsewhere.')
  const toErrorPage = require(`${sandbox}/lib/errors`) as ToErrorPage

  const pools = createPools({
    isCold,
    inspect,
    print,
    onInspect: (name, port) => console.log(`${name}: a debugger can attach to 127.0.0.1:${port}`),
  })

  const ours = new Module(path)
  ours.filename = path
  ours.loaded = true
  ours.exports = ((params, callback) => {
    const invocation = invocations[params.requestID]
    const spec = invocation && toSpec(params)
    if (!spec) return loadOriginal(path, ours)(params, callback)

    const id = findRequestId(invocation.request) ?? params.requestID
    const page = (lambdaError: LambdaError, type: string) =>
      toErrorPage({ lambdaError, lambda: params.lambda, type })
    async function serve(): Promise<void> {
      const outcome = await run(pools, spec!, invocation!.request, id)
      answer(invocation!, outcome, page)
      const { report } = outcome
      if (report && isReporting) print(`${renderReport(report)}\n`)
      else if (report?.init) params.update?.verbose?.status?.(renderReport(report))
      // Not in a promise: what the sandbox throws is for the process to hear, as ever.
      process.nextTick(callback)
    }
    void serve()
  }) satisfies Spawn
  require.cache[path] = ours
  return { stop: () => pools.stop() }
}

type ToErrorPage = (options: {
  lambdaError: LambdaError
  lambda: SpawnParams['lambda']
  type: string
}) => unknown

async function run(
  pools: Pools,
  spec: NonNullable<ReturnType<typeof toSpec>>,
  event: unknown,
  id: string,
): Promise<Outcome> {
  const payload = JSON.stringify(completeEvent(event, id))
  const refused = refuseRequest(payload)
  if (refused) return { error: refused }
  const outcome = await pools.invoke(spec, { id, payload })
  const tooLarge = outcome.response && refuseResponse(outcome.response)
  return tooLarge ? { error: tooLarge } : outcome
}

function answer(
  invocation: Invocation,
  { response, error, initError }: Outcome,
  toPage: (error: LambdaError, type: string) => unknown,
): void {
  if (error) invocation.error = error
  if (initError) invocation.initError = initError
  if (error) invocation.response = toPage(error, 'error')
  else if (initError) invocation.response = toPage(initError, 'init error')
  // The sandbox takes the answer of an HTTP function apart and expects null nowhere.
  else invocation.response = JSON.parse(response ?? 'null') ?? undefined
}

// Not a function of ours: its runtime is not Node's.
function loadOriginal(path: string, ours: Module): Spawn {
  delete require.cache[path]
  try {
    return require(path) as Spawn
  } finally {
    require.cache[path] = ours
  }
}

// The line break is how the renderer knows a function's output.
function print(lines: string): void {
  process.stdout.write(`\n${lines}`)
}
