/**
 * How far the clock is ahead, on disk: data from the future must not meet a clock of today.
 *
 * @module
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type OffsetFile = ReturnType<typeof openOffset>

/** `clock.json` in the state folder; there is none while the clock is the machine's. */
export function openOffset(stateDir: string) {
  const path = join(stateDir, 'clock.json')

  return {
    path,

    read(): number {
      try {
        const { offset } = JSON.parse(readFileSync(path, 'utf8')) as { offset?: unknown }
        return typeof offset === 'number' && Number.isSafeInteger(offset) ? offset : 0
      } catch {
        return 0
      }
    },

    save(offset: number): void {
      if (offset === 0) return rmSync(path, { force: true })
      mkdirSync(stateDir, { recursive: true })
      // Renamed into place: half a file must not be found after a crash.
      writeFileSync(`${path}.new`, JSON.stringify({ offset }))
      renameSync(`${path}.new`, path)
    },
  }
}
