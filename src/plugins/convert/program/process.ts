/**
 * One process that converts: no files but its own program, no environment, no other processes, no
 * workers, no native code, no code from strings; killed when it takes too long or too much memory.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { AppError, ErrorFactory } from '#framework/errors.ts'
import type { Limits, Output } from '../converter.ts'
import { errors } from '../errors.ts'
import { createReader, toFrame, type Answer } from './wire.ts'

/** A running process, for one task at a time. */
export interface ProgramProcess {
  /** @throws AppError; the process is then dead, unless the input alone was to blame */
  run: (input: Uint8Array, options: object) => Promise<Output>
  /** Whether it can be given another task. */
  isAlive: () => boolean
  stop: () => void
}

/** Of the processor, in all its life; after half of it no task is given to it any more. */
const cpuSeconds = 120
const startMilliseconds = 15_000
/** On a busy machine work takes longer on the wall: so many times as long, at most. */
const patienceFactor = 4
/** How far work that takes long gives way to everybody else's: of 19 steps. */
const patience = 5
/** How often it is looked at. */
const watchMilliseconds = 25
const megabyte = 1024 * 1024

/** Starts a program, and answers when it is ready. @throws CONVERT_CRASHED where it is not */
export async function startProcess(program: string, limits: Limits): Promise<ProgramProcess> {
  const child = spawnProgram(program, limits)
  let alive = true
  let isSlow = false
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

  async function within(milliseconds: number, error: () => AppError, slow = Infinity) {
    if (!alive) throw crashed()
    hold(child, true)
    pending = Promise.withResolvers()
    const answer = pending.promise
    const before = look(child)
    // Where its work cannot be told from its waiting, the time on the wall counts.
    const wall = before ? milliseconds * patienceFactor : milliseconds
    const timer = setTimeout(() => end(error()), wall)
    const watch = setInterval(() => {
      const now = look(child)
      if (!before || !now) return
      const worked = now.milliseconds - before.milliseconds
      if (worked > milliseconds) end(error())
      else if (worked > slow && !isSlow) isSlow = giveWay(child, patience)
      if (now.megabytes > limits.megabytes) end(tooMuch(limits))
    }, watchMilliseconds)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
      clearInterval(watch)
      hold(child, false)
      // What cannot have its priority back makes room for a new one.
      if (isSlow && !giveWay(child, 0)) end(crashed())
      isSlow = false
    }
  }

  await within(startMilliseconds, crashed)
  return {
    isAlive: () => alive && (look(child)?.milliseconds ?? 0) < cpuSeconds * 500,
    stop: () => end(crashed()),
    async run(input, options) {
      child.stdin!.write(toFrame({ options }, input))
      const { head, body } = await within(
        limits.milliseconds,
        () => tooLong(limits),
        toSlow(limits),
      )
      if ('refusal' in head) throw toError(head.refusal)
      if (!('type' in head)) throw crashed()
      if (body.length > limits.outputBytes) throw tooLarge(limits)
      return { type: head.type, body }
    },
  }
}

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
  // The process cannot outlive its parent for long, whatever it is at; and it leaves no core behind.
  const limited = `ulimit -t ${cpuSeconds} -c 0 -n 64; exec "$0" "$@"`
  const [command, ...before] =
    process.platform === 'win32' ? [process.execPath] : ['/bin/sh', '-c', limited, process.execPath]
  return spawn(command!, [...before, ...flags, file], {
    cwd: '/',
    // Windows needs this one to open sockets and take random numbers at all.
    env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

/**
 * Milliseconds of the processor after which work gives way: it is somebody's mistake, or harm, and those who
 * are quickly done need not wait for it. Only a superuser can take it back, and so does it early.
 */
function toSlow({ milliseconds }: Limits): number {
  return process.getuid?.() === 0 ? Math.min(300, milliseconds / 2) : milliseconds / 2
}

/** @returns whether the system lets us */
function giveWay({ pid }: ChildProcess, steps: number): boolean {
  try {
    setPriority(pid!, Math.min(getPriority() + steps, 19))
    return true
  } catch {
    return false
  }
}

/** While nothing is asked of it, it keeps nobody from ending. */
function hold(child: ChildProcess, held: boolean): void {
  const parts = [child, child.stdin, child.stdout] as unknown as Record<
    'ref' | 'unref',
    () => void
  >[]
  for (const part of parts) part[held ? 'ref' : 'unref']()
}

/** What it has taken until now of processor and memory; undefined where the system does not tell. */
function look({ pid }: ChildProcess): { milliseconds: number; megabytes: number } | undefined {
  if (process.platform !== 'linux' || pid === undefined) return undefined
  try {
    // Its name, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()!.split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    return { milliseconds: ticks * 10, megabytes: (Number(fields[21]) * 4096) / megabyte }
  } catch {
    return undefined
  }
}

function toError({ code, detail, errors: fields }: Refused): AppError {
  const make = (errors as Record<string, ErrorFactory>)[code] ?? errors.CONVERT_INPUT_INVALID
  return make({ detail, ...(fields && { errors: fields }) })
}

type Refused = Extract<Answer, { refusal: unknown }>['refusal']

function tooLong({ milliseconds }: Limits): AppError {
  return errors.CONVERT_TIME_EXCEEDED(`It was stopped after ${milliseconds} ms`)
}

function tooMuch({ megabytes }: Limits): AppError {
  return errors.CONVERT_MEMORY_EXCEEDED(`It was stopped at ${megabytes} MB`)
}

function tooLarge({ outputBytes }: Limits): AppError {
  return errors.CONVERT_OUTPUT_TOO_LARGE(`${outputBytes} bytes are the most`)
}
