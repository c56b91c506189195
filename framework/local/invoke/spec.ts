/**
 * From what the sandbox knows of a function to what an instance of it needs.
 *
 * @module
 */
import type { FunctionSpec } from './types.ts'

/** What the sandbox hands to its `spawn`, as far as we use it. */
export interface SpawnParams {
  requestID: string
  /** Milliseconds. */
  timeout: number
  lambda: {
    pragma: string
    name: string
    src: string
    handlerFile: string
    config: {
      memory: number
      runtime: string
      runtimeConfig?: { baseRuntime?: string }
    }
  }
  options: { cwd: string; env: Record<string, unknown> }
  update?: { verbose?: { status?: (line: string) => void } }
}

/** `undefined` for what does not run on Node. */
export function toSpec({ lambda, options, timeout }: SpawnParams): FunctionSpec | undefined {
  const { config, handlerFile, name, pragma } = lambda
  const runtime = config.runtimeConfig?.baseRuntime ?? config.runtime
  if (!runtime.startsWith('node') || !handlerFile) return undefined
  return {
    name: `@${pragma} ${name}`,
    handlerFile,
    handlerMethod: 'handler',
    cwd: options.cwd,
    env: toEnv(options.env),
    memory: config.memory,
    timeout,
    refusesCallbacks: Number(/\d+/.exec(runtime)?.[0]) >= 24,
  }
}

// These three are other ones for each event, and for the sandbox's own way to start a function.
const perEvent = new Set(['AWS_LAMBDA_RUNTIME_API', '__ARC_CONTEXT__', '__ARC_CONFIG__'])

function toEnv(env: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !perEvent.has(name)) kept[name] = String(value)
  }
  return kept
}
