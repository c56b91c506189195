/**
 * What ticks.
 *
 * @module
 */
import type { ConsoleOptions } from '../sources.ts'
import { refuse, type Routes } from './call.ts'

export function createScheduleRoutes(sources: ConsoleOptions['sources']): Routes {
  return {
    'POST schedules * run': async ({ path }) => {
      const { schedules } = sources()
      const isThere = schedules.list().some(({ name }) => name === path[1])
      if (!isThere) refuse(404, `There is no schedule "${path[1]}" in app.arc.`)
      await schedules.run(path[1]!)
    },
  }
}
