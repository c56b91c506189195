/**
 * Runs the bundles for deploy, one warm process for each function, and takes the CPU time of each event.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { startInstance, type Instance } from '../../local/invoke/start-instance.ts'
import { renderReport } from '../../local/invoke/report.ts'
import type { FunctionSpec } from '../../local/invoke/types.ts'
import type { Lambda } from '../../manifest.ts'
import type { Invoke } from '../../testing/invoke.ts'

/** One event that a function has worked on. */
export interface Invocation {
  name: string
  /** Milliseconds of one core. */
  cpu: number
  /** Milliseconds that loading the bundle took before, for a first event. */
  init?: number
  maxMemory: number
  /** Bytes written to the log. */
  log: number
  payload: unknown
  answer: unknown
}

/** The functions, and what they have done. */
export interface Instances {
  invoke: Invoke
  /** Takes all invocations since the last time. */
  take: () => Invocation[]
  /** Loads a function anew for its next event. */
  renew: (name: string) => void
  /** The functions that have failed, or have given messages back. */
  failed: () => readonly string[]
  /** The last lines that any of them has logged: why something did not go well. */
  lastLines: () => string
  stop: () => void
}

const preload = join(import.meta.dirname, 'usage.mjs')

/** @param options.toEnv - what a function finds, by its place in the list: who calls AWS is told by its key */
export function createInstances(
  lambdas: readonly Lambda[],
  { toEnv }: { toEnv: (index: number) => Record<string, string> },
): Instances {
  const running = new Map<string, ReturnType<typeof start>>()
  let done: Invocation[] = []
  const failed: string[] = []
  let lines: string[] = []

  function find(name: string) {
    const index = lambdas.findIndex((it) => nameOf(it) === name)
    const lambda = lambdas[index]
    if (!lambda) throw new Error(`There is no ${name} in app.arc or a plugged-in service.`)
    const known =
      running.get(name) ??
      start(toSpec(lambda, toEnv(index)), (said) => (lines = [...lines, said].slice(-3)))
    running.set(name, known)
    return known
  }

  return {
    async invoke({ pragma, name: plain, payload }) {
      const name = `@${pragma} ${plain}`
      try {
        const invocation = await find(name).run(payload)
        done.push(invocation)
        if (hasFailed(invocation.answer)) failed.push(name)
        return invocation.answer
      } catch (error) {
        failed.push(name)
        throw error
      }
    },
    take() {
      const taken = done
      done = []
      return taken
    },
    renew(name) {
      running.get(name)?.end()
      running.delete(name)
    },
    failed: () => failed,
    lastLines: () => lines.join(''),
    stop() {
      for (const it of running.values()) it.end()
    },
  }
}

function hasFailed(answer: unknown): boolean {
  const { batchItemFailures = [] } = (answer ?? {}) as { batchItemFailures?: unknown[] }
  return batchItemFailures.length > 0
}

/** As the function's log names it. */
export function nameOf({ pragma, name }: Pick<Lambda, 'pragma' | 'name'>): string {
  return `@${pragma} ${name}`
}

function start(spec: FunctionSpec, listen: (lines: string) => void) {
  const ready = Promise.withResolvers<Instance>()
  let cpu = 0
  let init: number | undefined
  let written = 0
  let before = Promise.resolve<unknown>(undefined)
  startInstance({
    spec,
    version: '',
    initTimeout: 10_000,
    print(lines) {
      written += Buffer.byteLength(lines)
      listen(lines)
    },
    watch: (child) =>
      // Heard before whoever started it hears of the same message.
      child.on('message', (message: unknown[]) => {
        const used = (message.at(-1) as { cpu: number }).cpu
        if (message[0] === 'ready') init = used
        cpu = used
      }),
    onReady: ready.resolve,
    onEnd: (_instance, error) =>
      ready.reject(new Error(`${spec.name}: ${error?.errorMessage ?? 'it has ended'}`)),
  })

  async function handle(payload: unknown): Promise<Invocation> {
    const instance = await ready.promise
    const [cpuBefore, logBefore, id] = [cpu, written, randomUUID()]
    const outcome = await instance.run({ id, payload: JSON.stringify(payload) })
    if (outcome.error) throw new Error(`${spec.name}: ${outcome.error.errorMessage}`)
    // The lines of the log come through a pipe of their own.
    await new Promise((resolve) => setTimeout(resolve, 5))
    const report = outcome.report!
    const loaded = init
    init = undefined
    return {
      name: spec.name,
      cpu: cpu - cpuBefore,
      ...(loaded !== undefined && { init: loaded }),
      maxMemory: report.maxMemory,
      log: written - logBefore + sizeOfLambdasLines(renderReport(report), id),
      payload,
      answer: JSON.parse(outcome.response ?? 'null') as unknown,
    }
  }

  return {
    // One event at a time, as a Lambda has it.
    run(payload: unknown): Promise<Invocation> {
      const next = before.then(() => handle(payload))
      before = next.catch(() => {})
      return next
    },
    end: () => void ready.promise.then((instance) => instance.end()).catch(() => {}),
  }
}

function sizeOfLambdasLines(report: string, id: string): number {
  const lines = [
    `START RequestId: ${id} Version: $LATEST\n`,
    `END RequestId: ${id}\n`,
    `${report}\n`,
  ]
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0)
}

function toSpec(lambda: Lambda, env: Record<string, string>): FunctionSpec {
  return {
    name: nameOf(lambda),
    handlerFile: join(lambda.build, 'index.mjs'),
    handlerMethod: 'handler',
    cwd: lambda.build,
    env: {
      ...env,
      NODE_OPTIONS: `--import=${preload}`,
      UV_THREADPOOL_SIZE: String(availableParallelism()),
    },
    memory: lambda.config.memory,
    timeout: lambda.config.timeout * 1000,
    refusesCallbacks: true,
  }
}
