/**
 * Watches a process while it works: what it takes of processor, time and memory, and when that is
 * too much. Who takes long makes room for everybody else meanwhile.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import type { Priority } from './priority.ts'

/** What a piece of work may take. */
export interface Allowance {
  /** Of the processor. */
  milliseconds: number
  /** On the wall, where it has worked for long enough to be blamed; anything ends after `patience`. */
  wallMilliseconds: number
  /** On the wall, for whatever is kept from working. */
  patience: number
  megabytes: number
  /** Milliseconds of the processor after which it gives way to everybody else. */
  giveWayAfter: number
}

/** How often it is looked at. */
const every = 10
/**
 * Between two looks no more than so much has passed for the process: Lambda stops the clock of nobody, but
 * freezes who looks and who is looked at.
 */
const longestPause = 250
/** Milliseconds of the processor that what people write does not take: beyond it, the wall counts. */
export const honestMilliseconds = 100
const megabyte = 1024 * 1024

/**
 * @param on.heavy - once, when half of the time or most of the memory is used up: there is time for a successor
 * @param on.excess - once it is too much
 * @returns ends watching, and lets the process be as it was before
 */
export function watchWork(
  { pid, priority }: { pid: number | undefined; priority: Priority },
  allowance: Allowance,
  on: { heavy: () => void; excess: (of: 'time' | 'memory') => void },
): () => void {
  const { milliseconds, wallMilliseconds, patience, megabytes, giveWayAfter } = allowance
  const before = look(pid)
  let last = performance.now()
  let wall = 0
  let isHeavy = false

  const timer = setInterval(() => {
    const at = performance.now()
    wall += Math.min(at - last, longestPause)
    last = at
    const now = before && look(pid)
    // Where its work cannot be told from its waiting, the time on the wall counts.
    const worked = now ? now.milliseconds - before.milliseconds : wall
    const blamed = worked > honestMilliseconds ? wall / wallMilliseconds : 0
    const time = Math.max(worked / milliseconds, blamed, wall / patience)
    if (time > 1) return on.excess('time')
    if (now && now.megabytes > megabytes) return on.excess('memory')
    if (worked > giveWayAfter) priority.giveWay()
    else priority.comeBack()
    const memory = (now?.megabytes ?? 0) / megabytes
    if (isHeavy || (time < 0.5 && memory < 0.75)) return
    isHeavy = true
    on.heavy()
  }, every)

  return () => {
    clearInterval(timer)
    priority.comeBack()
  }
}

/** Milliseconds of the processor in all its life; undefined where the system does not tell. */
export function toMilliseconds(pid: number | undefined): number | undefined {
  return look(pid)?.milliseconds
}

/** What it has taken until now. */
function look(pid: number | undefined): { milliseconds: number; megabytes: number } | undefined {
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
