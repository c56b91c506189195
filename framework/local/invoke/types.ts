/**
 * What the parts of warm invocation tell each other.
 *
 * @module
 */

/** A function, as it is to run from now on. */
export interface FunctionSpec {
  /** `@http get /` */
  name: string
  handlerFile: string
  handlerMethod: string
  cwd: string
  env: Record<string, string>
  /** MB */
  memory: number
  /** Milliseconds that one event may take. */
  timeout: number
  /** Node 24's runtime in AWS takes no callbacks. */
  refusesCallbacks: boolean
}

/** As Lambda's runtime API words it. */
export interface LambdaError {
  errorType: string
  errorMessage: string
  stackTrace?: string[]
}

/** What became of one event: an answer or an error. */
export interface Outcome {
  /** JSON. */
  response?: string
  error?: LambdaError
  /** Its bundle could not be loaded. */
  initError?: LambdaError
  /** Absent where no instance had the event. */
  report?: Report
}

/** The figures of Lambda's REPORT line: milliseconds and MB. */
export interface Report {
  id: string
  name: string
  duration: number
  memory: number
  maxMemory: number
  /** Of a cold start. */
  init?: number
  /** Until an instance had it. */
  waited?: number
  /** What the instance tells of itself; absent where it ended. */
  usage?: Usage
}

/** What an instance used for one event. */
export interface Usage {
  /** MB, at its highest. */
  memory: number
  /** Milliseconds in the handler. */
  elapsed: number
  /** Milliseconds of the processors, all threads. */
  cpu: number
  /** Milliseconds in which at least one request was out, by the host that it went to. */
  calls: Record<string, number>
}

export interface PoolsOptions {
  /** Instances of one function. Default 10. */
  limit?: number
  /** Instances of all functions. Default 32. */
  total?: number
  /** Seconds after which a spare instance ends; the last one of a function lives ten times as long. Default 60. */
  idleSeconds?: number
  /** Seconds for loading a bundle. Default 10, as in Lambda. */
  initSeconds?: number
  /** A fresh instance for every event. */
  isCold?: boolean
  /** The first port for debuggers. One instance for each function then, and no time-outs. */
  inspect?: number | undefined
  /** Whether the machine has nothing left to give. Default: by how idle its processors are. */
  isBusy?: () => boolean
  print: (lines: string) => void
  /** Hears where a debugger can attach. */
  onInspect?: (name: string, port: number) => void
}
