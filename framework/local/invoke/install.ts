/**
 * Puts warm invocation where the sandbox would spawn a process for each event.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { builder } from '../../build/builder.ts'
import { replaceInvoke, type InvokeParams } from '../trace/install.ts'
import { createPools } from './pools.ts'
import { renderReport } from './report.ts'
import { times } from './times.ts'
import type { Report } from './types.ts'
import { createWarmInvoke, type WarmInvokeOptions } from './warm-invoke.ts'

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
  const getEnv = require(`${sandbox}/invoke-lambda/env`) as WarmInvokeOptions['getEnv']
  const toErrorPage = require(`${sandbox}/lib/errors`) as WarmInvokeOptions['toErrorPage']

  const pools = createPools({
    isCold,
    inspect,
    print,
    onInspect: (name, port) => console.log(`${name}: a debugger can attach to 127.0.0.1:${port}`),
  })

  function report(report: Report, params: InvokeParams): void {
    times.add(report, params.event)
    const { update } = params as Updates
    if (isReporting) print(`${renderReport(report)}\n`)
    else if (report.init) update?.verbose?.status?.(renderReport(report))
  }

  const { whenBuilt } = builder
  const options = { pools, whenBuilt, getEnv, toErrorPage, report }
  replaceInvoke((stock) => createWarmInvoke(stock, options))
  return { stop: () => pools.stop() }
}

/** Where the sandbox prints what only who asks for it wants to see. */
interface Updates {
  update?: { verbose?: { status?: (line: string) => void } }
}

// The line break is how the renderer knows a function's output.
function print(lines: string): void {
  process.stdout.write(`\n${lines}`)
}
