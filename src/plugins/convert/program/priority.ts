/**
 * How far a process stands behind everybody else: who takes long gives way, and whoever nobody waits for.
 *
 * @module
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { getPriority, setPriority } from 'node:os'

/** Steps, as of `nice`: far enough that whoever is quickly done never waits for it. */
const steps = 10

/** The place of one process. What the system does not let us do now is tried again the next time. */
export interface Priority {
  /** It takes long. */
  giveWay: () => void
  /** It has done its work, and is what it was before. */
  comeBack: () => void
  /** It is needed: from now on it stands with the others. */
  rise: () => void
}

/**
 * @param pid - of a process that leads a session of its own
 * @param isSpare - whether it gives way from its start on
 */
export function createPriority(pid: number | undefined, isSpare: boolean): Priority {
  let isLow = false
  let isLowAtRest = isSpare
  function set(wanted: boolean): void {
    if (wanted !== isLow && setSteps(pid, wanted ? steps : 0)) isLow = wanted
  }
  const comeBack = () => set(isLowAtRest)
  comeBack()
  return {
    giveWay: () => set(true),
    comeBack,
    rise() {
      isLowAtRest = false
      comeBack()
    },
  }
}

/** So many steps behind everybody else; answers whether the system lets us: sessions change ten times a second at most. */
function setSteps(pid: number | undefined, behind: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    // Where sessions share the processors, a priority counts within one, and the database has one of its own.
    const session = `/proc/${pid}/autogroup`
    if (existsSync(session)) writeFileSync(session, String(behind))
    // Only a superuser could take this back. A priority is a thread's own.
    const threads = process.getuid!() === 0 ? readdirSync(`/proc/${pid}/task`) : []
    for (const thread of threads) setPriority(+thread, Math.min(getPriority() + behind, 19))
    return true
  } catch {
    return false
  }
}
