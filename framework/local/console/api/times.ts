/**
 * Where time went since the start, by function: for programs, like `npm run bench:load`.
 *
 * @module
 */
import type { Ports } from '../../../plugin/ports.ts'
import { times } from '../../invoke/times.ts'
import type { ConsoleOptions } from '../sources.ts'
import type { Routes } from './call.ts'

export function createTimesRoutes(sources: ConsoleOptions['sources']): Routes {
  return {
    'GET times': () => {
      const { user, system } = process.cpuUsage()
      return {
        cpu: (user + system) / 1000,
        functions: times.list(toPlaces(sources().ports)),
      }
    },
  }
}

function toPlaces({ database, delivery, storage }: Ports): Record<string, string> {
  return {
    [`:${database}`]: 'database',
    [`:${delivery}`]: 'delivery',
    [`:${storage}`]: 'storage',
  }
}
