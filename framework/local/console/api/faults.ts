/**
 * Faults on purpose.
 *
 * @module
 */
import { listLambdas, listTopics } from '../../../manifest.ts'
import type { FaultSettings } from '../../faults.ts'
import type { ConsoleOptions, ConsoleSources } from '../sources.ts'
import { refuse, type Routes } from './call.ts'

export function createFaultRoutes(
  faults: ConsoleOptions['faults'],
  sources: ConsoleOptions['sources'],
): Routes {
  return {
    'GET faults': () => ({
      seed: faults.seed(),
      rules: faults.list(),
      targets: listTargets(sources()),
    }),
    // What is wrong with a rule, the rules themselves say.
    'POST faults': async ({ json }) => faults.add((await json()) as unknown as FaultSettings),
    'PUT faults': async ({ json }) => faults.setSeed((await json())['seed'] as number),
    'DELETE faults': () => faults.clear(),
    'DELETE faults *': ({ path }) => {
      const isThere = faults.list().some(({ id }) => id === path[1])
      if (!isThere) refuse(404, 'The rule has been removed meanwhile.')
      faults.remove(path[1]!)
    },
  }
}

/** All that a rule can be about. */
function listTargets({ inventory }: ConsoleSources): string[] {
  return [
    '*',
    ...listTopics(inventory).map(({ name }) => `topic ${name}`),
    ...(inventory.queues ?? []).map(({ name }) => `queue ${name}`),
    ...listLambdas(inventory).map(({ pragma, name }) => `@${pragma} ${name}`),
  ]
}
