/**
 * Runs programs: warm processes, two of each at most, a new one after each that had to be killed.
 *
 * @module
 */
import type { Limits, Output } from '../converter.ts'
import { startProcess, type ProgramProcess } from './process.ts'
import { createPractice, startSpare, type Spare } from './spare.ts'

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
  let spare: Spare | undefined
  const practice = createPractice()

  async function take(): Promise<ProgramProcess> {
    const known = takeAlive(idle)
    if (known) return known
    const taken = spare
    spare = undefined
    const first = await taken?.take()
    // Who finds none starts another, and is told what keeps it from starting.
    return first?.isAlive() ? first : startProcess(program, limits).ready
  }

  async function convert(input: Uint8Array, options: O): Promise<Output> {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else working++
    let running: ProgramProcess | undefined
    try {
      running = await take()
      // Whoever is killed has a successor by then, so that nobody waits for its start.
      const output = await running.run(input, options, prepare)
      practice.remember(input, options)
      return output
    } finally {
      if (running?.isAlive()) idle.push(running)
      else if (running) {
        running.stop()
        // Where it ended before anybody thought of it, the next one is on its way at least.
        prepare()
      }
      // Its place goes to who waits, so the number stays.
      const next = waiting.shift()
      if (next) next()
      else working--
    }
  }

  function prepare(): void {
    spare ??= startSpare(program, limits, practice.list())
  }

  return Object.assign(convert, { warm: prepare })
}

function takeAlive(idle: ProgramProcess[]): ProgramProcess | undefined {
  for (let found = idle.pop(); found; found = idle.pop()) if (found.isAlive()) return found
  return undefined
}
