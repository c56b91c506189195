/**
 * What happens, as it happens: server-sent events.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import type { Recorder } from '../trace/recorder.ts'
import type { TraceSummary } from '../trace/types.ts'
import { safetyHeaders } from './guard.ts'

/** How long changes are gathered, in milliseconds: a trace changes several times in a moment. */
const pause = 50

/** Tells all there is, then each change, until the reader goes. */
export function openStream(trace: Recorder, response: ServerResponse): void {
  response.writeHead(200, { ...safetyHeaders, 'content-type': 'text/event-stream' })
  const write = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

  const changed = new Map<string, TraceSummary>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    if (changed.size > 0) write('changed', [...changed.values()])
    changed.clear()
  }

  response.write('retry: 1000\n\n')
  write('all', trace.list())
  const stop = trace.listen((change) => {
    if ('cleared' in change) {
      changed.clear()
      write('all', [])
      return
    }
    changed.set(change.changed.id, change.changed)
    timer ??= setTimeout(flush, pause)
  })
  const beat = setInterval(() => response.write(': \n\n'), 15_000).unref()
  response.on('close', () => {
    stop()
    clearInterval(beat)
    clearTimeout(timer)
  })
}
