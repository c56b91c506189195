/**
 * The processor's time, for tests whose time on the wall depends on what else the machine does.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs'

/** Milliseconds of the processor that the processes of this test have used, by Linux's own account; NaN elsewhere. */
export function readCpu(): number {
  try {
    const all = readdirSync('/proc')
      .filter((it) => /^\d+$/.test(it))
      .flatMap(readProcess)
    const own = new Set([process.pid])
    for (const { pid, parent } of all.toSorted((a, b) => a.pid - b.pid))
      if (own.has(parent)) own.add(pid)
    return all.filter(({ pid }) => own.has(pid)).reduce((sum, { ticks }) => sum + ticks * 10, 0)
  } catch {
    return Number.NaN
  }
}

function readProcess(pid: string) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
      .map(Number)
    // As proc(5) counts them: utime, stime, and those of children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, it) => sum + it, 0)
    return [{ pid: Number(pid), parent: fields[1]!, ticks }]
  } catch {
    return []
  }
}
