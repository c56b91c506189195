/**
 * Since when each schedule is known, and up to when it has been looked after: what falls between
 * that and the next start was missed.
 *
 * @module
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Known {
  expression: string
  /** What a rate is counted from. */
  since: Date
  /** All runs up to here are done with. */
  until: Date
}

/** @param stateDir Left out, nothing outlives the process. */
export function openMemory(stateDir?: string) {
  const file = stateDir && join(stateDir, 'schedules.json')
  const known = new Map(Object.entries(file ? read(file) : {}))

  function save(): void {
    if (!file) return
    mkdirSync(dirname(file), { recursive: true })
    // Renamed into place: half a file must not be found after a crash.
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(known)))
    renameSync(`${file}.new`, file)
  }

  return {
    /** What is known of a schedule; from now on, if it is new or another than it was. */
    find(name: string, expression: string): Known {
      const found = known.get(name)
      if (found?.expression === expression) return found
      const now = new Date()
      const made = { expression, since: now, until: now }
      known.set(name, made)
      save()
      return made
    },

    /** The clock was put back: nothing can be known of what is still to come. */
    rewind(): void {
      const now = new Date()
      const ahead = [...known.values()].filter(({ since, until }) => since > now || until > now)
      for (const it of ahead) {
        if (it.since > now) it.since = now
        if (it.until > now) it.until = now
      }
      if (ahead.length > 0) save()
    },

    /** All runs of a schedule up to a moment are done with. */
    settle(name: string, until: Date): void {
      const found = known.get(name)
      if (!found || found.until >= until) return
      found.until = until
      save()
    },
  }
}

function read(file: string): Record<string, Known> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
      key === 'since' || key === 'until' ? new Date(value as string) : value,
    ) as Record<string, Known>
  } catch {
    return {}
  }
}
