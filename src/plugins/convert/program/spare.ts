/**
 * A process in reserve: it gives way to everybody else, and practises, until it is needed.
 *
 * @module
 */
import type { Limits } from '../converter.ts'
import { startProcess, type ProgramProcess } from './process.ts'

/** What has been converted lately, and rightly. */
export interface Practice {
  remember: (input: Uint8Array, options: object) => void
  list: () => readonly Done[]
}

interface Done {
  input: Uint8Array
  options: object
}

/** A process that is on its way, or ready. */
export interface Spare {
  /** Somebody waits for it. Answers undefined where it did not come up. */
  take: () => Promise<ProgramProcess | undefined>
}

/** Bytes: what is larger takes longer to practise than it saves. */
const largest = 16 * 1024
const most = 3

/** Starts one, and has it do what is known to be harmless: what a process does for the first time takes twice as long. */
export function startSpare(program: string, limits: Limits, practice: readonly Done[]): Spare {
  const starting = startProcess(program, limits, { isSpare: true })
  let isWanted = false

  async function practise(): Promise<ProgramProcess> {
    const running = await starting.ready
    for (const { input, options } of [...practice, ...practice]) {
      if (isWanted || !running.isAlive()) break
      await running.run(input, options).catch(() => {})
    }
    return running
  }

  const ready = practise().catch(() => undefined)
  return {
    take() {
      isWanted = true
      starting.hurry()
      return ready
    },
  }
}

/** Keeps the last few small ones. */
export function createPractice(): Practice {
  const done: Done[] = []
  return {
    remember(input, options) {
      if (input.length > largest) return
      done.push({ input, options })
      if (done.length > most) done.shift()
    },
    list: () => [...done],
  }
}
