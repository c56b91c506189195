/**
 * Runs programs: warm processes, two of each at most, a new one after each that had to be killed.
 *
 * @module
 */
import type { Limits, Output } from '../converter.ts'
import { startProcess, type ProgramProcess } from './process.ts'

const atOnce = 2

/** Makes the function that converts in a process of its own. */
export function inProcess<O extends object>(
  program: string,
  limits: Limits,
): (input: Uint8Array, options: O) => Promise<Output> {
  const idle: ProgramProcess[] = []
  const waiting: (() => void)[] = []
  let working = 0

  return async (input, options) => {
    if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else working++
    let running: ProgramProcess | undefined
    try {
      running = takeAlive(idle) ?? (await startProcess(program, limits))
      return await running.run(input, options)
    } finally {
      if (running?.isAlive()) idle.push(running)
      else running?.stop()
      // Its place goes to who waits, so the number stays.
      const next = waiting.shift()
      if (next) next()
      else working--
    }
  }
}

function takeAlive(idle: ProgramProcess[]): ProgramProcess | undefined {
  for (let found = idle.pop(); found; found = idle.pop()) if (found.isAlive()) return found
  return undefined
}
