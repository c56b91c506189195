/**
 * The clock of functions that Architect starts itself, a process for each event.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import { clock } from '../clock.ts'

/** What their environment needs, so that `Date` there is as far ahead as here. */
export function lendClock({ _project }: Inventory): Record<string, string> {
  const offset = clock.offset()
  // Architect refuses a name that both a plugin and `.env` set.
  const isTaken = 'NODE_OPTIONS' in (_project.preferences?.env?.testing ?? {})
  if (offset === 0 || isTaken) return {}
  const program = `import { followOffset } from '${date}'; followOffset(${offset})`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(program)}` }
}

const date = new URL('date.mjs', import.meta.url)
