/**
 * What happens, as it happens: server-sent events.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import type { Recorder } from '../trace/recorder.ts'
import type { TraceSummary } from '../trace/types.ts'
import type { ClockDesk } from './clock-desk.ts'
import { safetyHeaders } from './guard.ts'
import type { ConsoleOptions } from './sources.ts'

/** How long changes are gathered, in milliseconds: a trace changes several times in a moment. */
const pause = 50

export interface StreamOptions {
  trace: Recorder
  clock: ClockDesk
  faults: ConsoleOptions['faults']
}

/** Tells all there is, then each change, until the reader goes. */
export function openStream({ trace, clock, faults }: StreamOptions, response: ServerResponse) {
  response.writeHead(200, { ...safetyHeaders, 'content-type': 'text/event-stream' })
  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  const tellClock = () => write('clock', clock.state())
  const tellFaults = () => write('faults', { seed: faults.seed(), rules: faults.list() })

  const changed = new Map<string, TraceSummary>()
  const tellChanged = gather(() => {
    if (changed.size > 0) write('changed', [...changed.values()])
    changed.clear()
  })
  // A rule may strike thousands of times in a second.
  const faultsChanged = gather(tellFaults)

  response.write('retry: 1000\n\n')
  tellClock()
  tellFaults()
  write('all', trace.list())
  const leave = [
    trace.listen((change) => {
      if ('cleared' in change) {
        changed.clear()
        write('all', [])
        return
      }
      changed.set(change.changed.id, change.changed)
      tellChanged.soon()
    }),
    clock.listen(tellClock),
    faults.onChange(faultsChanged.soon),
  ]
  const beat = setInterval(() => response.write(': \n\n'), 15_000).unref()
  response.on('close', () => {
    for (const stop of [...leave, tellChanged.stop, faultsChanged.stop]) stop()
    clearInterval(beat)
  })
}

/** Once for all that is asked within the pause. */
function gather(run: () => void): { soon: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined
        run()
      }, pause)
    },
    stop: () => clearTimeout(timer),
  }
}
