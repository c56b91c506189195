/**
 * What happened lately.
 *
 * @module
 */
import type { Recorder } from '../../trace/recorder.ts'
import { refuse, type Routes } from './call.ts'

export function createTraceRoutes(trace: Recorder): Routes {
  return {
    'GET traces': () => trace.list(),
    'DELETE traces': () => trace.clear(),
    'GET traces *': ({ path }) =>
      trace.find(path[1]!) ?? refuse(404, 'It is not kept any more: the last 500 are.'),
    'POST traces * replay': async ({ path }) => {
      if (!trace.find(path[1]!)?.canReplay) refuse(409, 'Its event was not kept whole.')
      await trace.replay(path[1]!)
    },
  }
}
