/**
 * What the console's page asks for.
 *
 * @module
 */
import type { ClockDesk } from '../clock-desk.ts'
import type { ConsoleOptions } from '../sources.ts'
import { refuse, type Call, type Routes } from './call.ts'
import { createClockRoutes } from './clock.ts'
import { createDeadRoutes } from './dead.ts'
import { createFaultRoutes } from './faults.ts'
import { createObjectRoutes } from './objects.ts'
import { createOverviewRoutes } from './overview.ts'
import { createScheduleRoutes } from './schedules.ts'
import { createStreamRoutes } from './streams.ts'
import { createTableRoutes } from './tables.ts'
import { createTimesRoutes } from './times.ts'
import { createTraceRoutes } from './traces.ts'
import { createTwinRoutes } from './twins.ts'

/** Answers calls. */
export function createApi(options: {
  trace: ConsoleOptions['trace']
  faults: ConsoleOptions['faults']
  sources: ConsoleOptions['sources']
  clock: ClockDesk
}): (call: Call) => Promise<unknown> {
  const { trace, faults, sources, clock } = options
  const routes: Routes = {
    ...createOverviewRoutes(sources),
    ...createTraceRoutes(trace),
    ...createTimesRoutes(sources),
    ...createTableRoutes(sources),
    ...createObjectRoutes(sources),
    ...createScheduleRoutes(sources),
    ...createDeadRoutes(sources),
    ...createStreamRoutes(sources),
    ...createClockRoutes(clock),
    ...createFaultRoutes(faults, sources),
    ...createTwinRoutes(sources),
  }

  const find = (method: string, path: readonly string[]) => routes[`${method} ${path.join(' ')}`]

  return async (call) => {
    const shape = call.path.map((part, index) => (index === 1 ? '*' : part))
    const route = find(call.method, call.path) ?? find(call.method, shape)
    return route ? await route(call) : refuse(404, 'The console has nothing of that name.')
  }
}
