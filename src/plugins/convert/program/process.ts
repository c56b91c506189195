/**
 * One process that converts: no files but its own program, no environment, no other processes, no
 * workers, no native code, no code from strings; killed when it takes too long or too much memory.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { AppError, ErrorFactory } from '#framework/errors.ts'
import type { Limits, Output } from '../converter.ts'
import { errors } from '../errors.ts'
import { createPriority, type Priority } from './priority.ts'
import { honestMilliseconds, toMilliseconds, watchWork, type Allowance } from './watch.ts'
import { createReader, toFrame, type Answer } from './wire.ts'

/** A running process, for one task at a time. */
export interface ProgramProcess {
  /**
   * @param onHeavy - called once it may have to be killed: there is time to start the next one
   * @throws AppError; the process is then dead, unless the input alone was to blame
   */
  run: (input: Uint8Array, options: object, onHeavy?: () => void) => Promise<Output>
  /** Whether it can be given another task. */
  isAlive: () => boolean
  stop: () => void
}

/** Of the processor, in all its life; after half of it no task is given to it any more. */
const cpuSeconds = 120
const startMilliseconds = 15_000
/** On a busy machine work takes longer on the wall: so many times as long, at most. */
const patienceFactor = 4
/** A process that is on its way. */
export interface Starting {
  /** @throws CONVERT_CRASHED where it does not come up */
  ready: Promise<ProgramProcess>
  /** Somebody waits for it: it does not give way any more, but for what takes long. */
  hurry: () => void
}

/** Starts a program; as a spare one it gives way to everybody else until it is needed. */
export function startProcess(
  program: string,
  limits: Limits,
  { isSpare = false }: { isSpare?: boolean } = {},
): Starting {
  const child = spawnProgram(program, limits)
  const priority = createPriority(child.pid, isSpare)
  return { ready: toProcess(child, priority, limits), hurry: priority.rise }
}

async function toProcess(
  child: ChildProcess,
  priority: Priority,
  limits: Limits,
): Promise<ProgramProcess> {
  let alive = true
  let pending: PromiseWithResolvers<{ head: Answer; body: Buffer }> | undefined

  function end(error: AppError): void {
    alive = false
    child.kill('SIGKILL')
    pending?.reject(error)
    pending = undefined
  }
  const crashed = () => errors.CONVERT_CRASHED()
  child.on('error', (cause) => end(errors.CONVERT_CRASHED({ cause })))
  // V8 ends the process by itself when its heap is full.
  child.on('exit', (_code, signal) =>
    end(signal === 'SIGABRT' || signal === 'SIGTRAP' ? tooMuch(limits) : crashed()),
  )
  child.stdin!.on('error', () => {})
  const read = createReader<Answer>(
    (head, body) => {
      pending?.resolve({ head, body })
      pending = undefined
    },
    { largest: limits.outputBytes + 64 * 1024, onTooLarge: () => end(tooLarge(limits)) },
  )
  child.stdout!.on('data', read)

  async function within(allowance: Allowance, failed: () => AppError, heavy = () => {}) {
    if (!alive) throw crashed()
    hold(child, true)
    pending = Promise.withResolvers()
    const answer = pending.promise
    const stopWatching = watchWork({ pid: child.pid, priority }, allowance, {
      heavy,
      excess: (of) => end(of === 'memory' ? tooMuch(limits) : failed()),
    })
    try {
      return await answer
    } finally {
      hold(child, false)
      stopWatching()
    }
  }

  await within(toStartAllowance(limits), crashed)
  return {
    isAlive: () => alive && (toMilliseconds(child.pid) ?? 0) < cpuSeconds * 500,
    stop: () => end(crashed()),
    async run(input, options, onHeavy) {
      child.stdin!.write(toFrame({ options }, input))
      const { head, body } = await within(toAllowance(limits), () => tooLong(limits), onHeavy)
      if ('refusal' in head) throw toError(head.refusal)
      if (!('type' in head)) throw crashed()
      if (body.length > limits.outputBytes) throw tooLarge(limits)
      return { type: head.type, body }
    },
  }
}

/**
 * What the shell does before it becomes the program. One limit at a time: not every shell takes several, and what it
 * does not take it says to nobody. It cannot outlive its parent for long, whatever it is at, and not at all where the
 * system has a word for that.
 */
const limited = `ulimit -t ${cpuSeconds} && ulimit -c 0 && ulimit -n 64 || exit 1
die="setpriv --pdeathsig KILL"
$die true && exec $die "$0" "$@"
exec "$0" "$@"`

function spawnProgram(program: string, { megabytes }: Limits): ChildProcess {
  const file = fileURLToPath(program)
  const flags = [
    // Its own file it may read, or it could not start; nothing else, and nothing may be written.
    '--permission',
    `--allow-fs-read=${file}`,
    '--disable-proto=delete',
    `--max-old-space-size=${Math.floor(megabytes * 0.6)}`,
    '--no-warnings',
  ]
  const [command, ...before] =
    process.platform === 'win32' ? [process.execPath] : ['/bin/sh', '-c', limited, process.execPath]
  return spawn(command!, [...before, ...flags, file], {
    cwd: '/',
    // Windows needs this one to open sockets and take random numbers at all.
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
    stdio: ['pipe', 'pipe', 'ignore'],
    // A session of its own, so that it can give way to all the others.
    detached: process.platform !== 'win32',
  })
}

function toAllowance({ milliseconds, wallMilliseconds, megabytes }: Limits): Allowance {
  const patience = milliseconds * patienceFactor
  const all = { milliseconds, patience, megabytes }
  // Where nobody waits, large work is honest: it gives way when that is no longer to be thought.
  if (wallMilliseconds === undefined) {
    return { ...all, wallMilliseconds: patience, giveWayAfter: milliseconds / 2 }
  }
  return { ...all, wallMilliseconds, giveWayAfter: honestMilliseconds }
}

function toStartAllowance({ megabytes }: Limits): Allowance {
  const patience = startMilliseconds * patienceFactor
  const wall = { wallMilliseconds: patience, patience }
  return { milliseconds: startMilliseconds, ...wall, megabytes, giveWayAfter: Infinity }
}

/** While nothing is asked of it, it keeps nobody from ending. */
function hold(child: ChildProcess, held: boolean): void {
  const parts = [child, child.stdin, child.stdout] as unknown as Record<
    'ref' | 'unref',
    () => void
  >[]
  for (const part of parts) part[held ? 'ref' : 'unref']()
}

function toError({ code, detail, errors: fields }: Refused): AppError {
  const make = (errors as Record<string, ErrorFactory>)[code] ?? errors.CONVERT_INPUT_INVALID
  return make({ detail, ...(fields && { errors: fields }) })
}

type Refused = Extract<Answer, { refusal: unknown }>['refusal']

function tooLong({ milliseconds, wallMilliseconds }: Limits): AppError {
  const wall = wallMilliseconds === undefined ? '' : `, or ${wallMilliseconds} ms on a busy machine`
  return errors.CONVERT_TIME_EXCEEDED(`It was stopped after ${milliseconds} ms${wall}`)
}

function tooMuch({ megabytes }: Limits): AppError {
  return errors.CONVERT_MEMORY_EXCEEDED(`It was stopped at ${megabytes} MB`)
}

function tooLarge({ outputBytes }: Limits): AppError {
  return errors.CONVERT_OUTPUT_TOO_LARGE(`${outputBytes} bytes are the most`)
}
