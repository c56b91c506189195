/**
 * From what the sandbox knows of a function to what an instance of it needs.
 *
 * @module
 */
import type { FunctionSpec } from './types.ts'

/** A function as the sandbox knows it, as far as we use it. */
export interface SandboxLambda {
  pragma: string
  name: string
  src: string
  build?: string
  handlerFile: string
  config: {
    memory: number
    /** Seconds. */
    timeout: number
    runtime: string
    runtimeConfig?: { baseRuntime?: string }
  }
  /** Architect's own, for the files of `public/`. */
  arcStaticAssetProxy?: boolean
}

/** `undefined` for what does not run on Node. */
export function toSpec(
  lambda: SandboxLambda,
  getEnv: () => Record<string, unknown>,
): FunctionSpec | undefined {
  const { config, handlerFile, name, pragma } = lambda
  if (lambda.arcStaticAssetProxy || !handlerFile) return undefined
  const runtime = config.runtimeConfig?.baseRuntime ?? config.runtime
  if (!runtime.startsWith('node')) return undefined
  return {
    name: `@${pragma} ${name}`,
    handlerFile,
    handlerMethod: 'handler',
    cwd: lambda.build ?? lambda.src,
    env: toEnv(getEnv()),
    memory: config.memory,
    timeout: config.timeout * 1000,
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
