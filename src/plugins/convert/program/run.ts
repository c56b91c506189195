/**
 * Runs programs: warm processes, two of each at most, a new one after each that had to be killed.
 *
 * @module
 */
import type { Limits, Output } from '../converter.ts'
import { startProcess, type ProgramProcess } from './process.ts'

const atOnce = 2

/** Converts in a process of its own. */
export interface Runner<O extends object> {
  (input: Uint8Array, options: O): Promise<Output>
  /** Starts a process before there is anything to do: with the function, not with its first event. */
  warm: () => void
}

/** Makes the function that converts in a process of its own. */
export function inProcess<O extends object>(program: string, limits: Limits): Runner<O> {
  const idle: ProgramProcess[] = []
  const waiting: (() => void)[] = []
  let working = 0
  let early: Promise<ProgramProcess | undefined> | undefined

  async function take(): Promise<ProgramProcess> {
    const known = takeAlive(idle)
    if (known) return known
    const started = early
    early = undefined
    const first = await started
    return first?.isAlive() ? first : startProcess(program, limits)
  }

  async function convert(input: Uint8Array, options: O): Promise<Output> {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else working++
    let running: ProgramProcess | undefined
    try {
      running = await take()
      // Whoever is killed has a successor by then, so that nobody waits for its start.
      return await running.run(input, options, warm)
    } finally {
      if (running?.isAlive()) idle.push(running)
      else if (running) {
        running.stop()
        // Where it ended before anybody thought of it, the next one is on its way at least.
        warm()
      }
      // Its place goes to who waits, so the number stays.
      const next = waiting.shift()
      if (next) next()
      else working--
    }
  }

  function warm(): void {
    // Whoever needs it and finds none starts another, and is told what keeps it from starting.
    early ??= startProcess(program, limits).catch(() => undefined)
  }

  return Object.assign(convert, { warm })
}

function takeAlive(idle: ProgramProcess[]): ProgramProcess | undefined {
  for (let found = idle.pop(); found; found = idle.pop()) if (found.isAlive()) return found
  return undefined
}
