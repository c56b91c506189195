/**
 * Changes of tables that a function kept failing at.
 *
 * @module
 */
import type { ConsoleOptions } from '../sources.ts'
import { refuse, type Routes } from './call.ts'
import { toShown } from './shown.ts'

export function createStreamRoutes(sources: ConsoleOptions['sources']): Routes {
  return {
    'GET streams failed': () => {
      const { streams, inventory } = sources()
      const functions = inventory['tables-streams'] ?? []
      return streams.failures().map(({ records, ...failure }) => ({
        ...failure,
        table: functions.find(({ name }) => name === failure.name)?.table ?? failure.name,
        changes: records.map(({ eventName }) => eventName),
        records: toShown(records),
      }))
    },
    'POST streams * retry': async ({ path, json }) => {
      const { id } = await json()
      const { streams } = sources()
      const name = path[1]!
      const waiting = streams.failures(name).filter((it) => id === undefined || it.id === id)
      if (waiting.length === 0) refuse(404, 'It is not there any more.')
      const done = await streams.redrive(name, typeof id === 'string' ? id : undefined)
      return { done, left: waiting.length - done }
    },
  }
}
