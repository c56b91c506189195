/**
 * The process of one instance, as its parent sees it.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { clock } from '../clock.ts'
import type { Strike } from '../faults/strike.ts'
import { toContext } from './context.ts'
import { exited, timedOut } from './failures.ts'
import { writeLines } from './lines.ts'
import type { FunctionSpec, LambdaError, Outcome, Report, Usage } from './types.ts'

/** A process that has loaded a function's bundle, or is about to. */
export interface Instance {
  state: 'starting' | 'idle' | 'busy' | 'ended'
  /** Of the bundle and the environment; another one is another instance. */
  readonly version: string
  /** Whether it had an event yet. */
  isUsed: boolean
  /** `performance.now()` of the last event's end. */
  lastUsed: number
  /** Its own, where it is being debugged. */
  readonly inspectPort: number | undefined
  /** Whether it starts, or has only just been given its first event: much of what that takes is done once. */
  isWarmingUp: () => boolean
  /** Gives it an event. Only while it is idle. */
  run: (job: { id: string; payload: string; strike?: Strike | undefined }) => Promise<Outcome>
  /** Ends it at once. */
  end: () => void
}

export interface InstanceOptions {
  spec: FunctionSpec
  version: string
  inspectPort?: number | undefined
  /** Milliseconds for loading the bundle. */
  initTimeout: number
  print: (lines: string) => void
  /** Is given the process as soon as it is there. */
  watch: (child: ChildProcess) => void
  onReady: (instance: Instance) => void
  /** With what went wrong, where it ended before it was ready. */
  onEnd: (instance: Instance, initError?: LambdaError) => void
}

type Message =
  | ['ready']
  | ['initError' | 'fatal', LambdaError]
  | ['done', response: string, Usage]
  | ['error', LambdaError, Usage]

interface Current {
  id: string
  began: number
  resolve: (outcome: Outcome) => void
  timer: NodeJS.Timeout | undefined
  /** Its answer is lost, on purpose. */
  isLost: boolean
}

/** Milliseconds: after it the machine's load tells of what it takes. */
const warmUp = 250

/** Starts an instance. */
export function startInstance(options: InstanceOptions): Instance {
  const { spec, version, inspectPort, initTimeout, print, onReady, onEnd } = options
  const began = performance.now()
  const child = spawnInstance(spec, inspectPort)
  options.watch(child)
  writeLines(child.stdout!, print)
  writeLines(child.stderr!, print)

  let current: Current | undefined
  let init: number | undefined
  let failure: LambdaError | undefined
  let starting: NodeJS.Timeout | undefined = inspectPort
    ? undefined
    : setTimeout(() => {
        failure = timedOut(undefined, initTimeout)
        child.kill('SIGKILL')
      }, initTimeout)

  const instance: Instance = {
    state: 'starting',
    version,
    isUsed: false,
    lastUsed: began,
    inspectPort,
    isWarmingUp() {
      if (instance.state === 'starting') return true
      const isFirst = current !== undefined && instance.lastUsed === began
      return isFirst && performance.now() - current!.began < warmUp
    },
    run({ id, payload, strike }) {
      const timeout = inspectPort ? 900_000 : spec.timeout
      instance.state = 'busy'
      instance.isUsed = true
      return new Promise((resolve) => {
        const timer = inspectPort ? undefined : setTimeout(() => expire(id), timeout)
        const isLost = strike?.kind === 'timeout'
        current = { id, began: performance.now(), resolve, timer, isLost }
        const kill = strike?.kind === 'kill' ? strike : undefined
        // Where it cannot be sent, the end of the process tells.
        child.send([id, payload, Date.now() + timeout, clock.offset(), kill], () => {})
      })
    },
    end() {
      child.kill('SIGKILL')
    },
  }

  function expire(id: string): void {
    child.kill('SIGKILL')
    close(timedOut(id, spec.timeout))
  }

  function settle(outcome: Outcome, usage?: Usage): void {
    if (!current) return
    const { id, began, resolve, timer } = current
    clearTimeout(timer)
    current = undefined
    instance.lastUsed = performance.now()
    const duration = instance.lastUsed - began
    const { name, memory } = spec
    const maxMemory = usage?.memory ?? 0
    const report: Report = { id, name, duration, memory, maxMemory }
    const more = { ...(init && { init }), ...(usage && { usage }) }
    init = undefined
    resolve({ ...outcome, report: { ...report, ...more } })
  }

  function close(reason: LambdaError): void {
    if (instance.state === 'ended') return
    const wasStarting = instance.state === 'starting'
    instance.state = 'ended'
    clearTimeout(starting)
    settle({ error: reason })
    onEnd(instance, wasStarting ? reason : undefined)
  }

  child.on('message', (message: Message) => {
    if (instance.state === 'ended') return
    if (message[0] === 'ready') {
      clearTimeout(starting)
      starting = undefined
      init = performance.now() - began
      instance.state = 'idle'
      onReady(instance)
    } else if (message[0] === 'initError' || message[0] === 'fatal') {
      failure = message[1]
    } else if (current?.isLost) {
      expire(current.id)
    } else {
      instance.state = 'idle'
      const isDone = message[0] === 'done'
      settle(
        isDone ? { response: message[1] as string } : { error: message[1] as LambdaError },
        message[2],
      )
      onReady(instance)
    }
  })
  child.on('error', (error) =>
    close({ errorType: 'Runtime.ExitError', errorMessage: error.message }),
  )
  child.on('exit', (code, signal) => {
    const finish = () => close(failure ?? exited(current?.id, code, signal))
    // Its last words may still be on their way.
    if (!child.connected) return finish()
    child.once('disconnect', finish)
    setTimeout(finish, 250).unref()
  })
  return instance
}

const program = join(import.meta.dirname, 'instance.mjs')

function spawnInstance(spec: FunctionSpec, inspectPort: number | undefined): ChildProcess {
  const { handlerFile: file, handlerMethod: method, refusesCallbacks } = spec
  const inspect = inspectPort
    ? [`--inspect=127.0.0.1:${inspectPort}`, '--inspect-publish-uid=http']
    : []
  const offset = clock.offset()
  const settings = { file, method, refusesCallbacks, context: toContext(spec), offset }
  // Its own arguments only: those of this process are not for a Lambda.
  return spawn(
    process.execPath,
    [`--max-old-space-size=${spec.memory}`, ...inspect, program, JSON.stringify(settings)],
    { cwd: spec.cwd, env: spec.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  )
}
