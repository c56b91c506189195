/**
 * The library as `npm start` has it, from outside: customers over HTTP, and the trace of all that it does.
 *
 * @module
 */
import type { TraceSummary } from '../../../framework/local/trace/types.ts'

export type Traces = ReadonlyMap<string, TraceSummary>

/** A customer of a running site. */
export async function toCustomer(site: string, printed: string, person: string) {
  const twin = /Auth0 twin\s+(\S+)/.exec(printed)![1]!
  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ person })
  const tokens = await fetch(`${twin}/tokens`, { method: 'POST', headers: json, body })
  const { access_token: token } = (await tokens.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  return {
    headers,
    fetch: (path: string, init: RequestInit = {}) =>
      fetch(site + path, { ...init, headers: { ...headers, ...(init.headers as object) } }),
  }
}

/** Gathers the trace from the console, which keeps the last few hundred by itself. */
export async function followTrace(printed: string): Promise<{ traces: Traces; stop: () => void }> {
  const console = /Console\s+(http:\S+)/.exec(printed)![1]!.replace(/\/$/, '')
  const traces = new Map<string, TraceSummary>()
  const leaving = new AbortController()
  const { body } = await fetch(`${console}/api/stream`, {
    headers: { origin: console },
    signal: leaving.signal,
  })
  const read = async () => {
    let text = ''
    for await (const chunk of body!.pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n')
      text = events.pop()!
      for (const event of events) {
        const changed = /^event: (?:all|changed)\ndata: (.*)$/.exec(event)?.[1]
        for (const it of JSON.parse(changed ?? '[]') as TraceSummary[]) traces.set(it.id, it)
      }
    }
  }
  read().catch(() => {})
  return { traces, stop: () => leaving.abort() }
}

/** What has ended of a function, since a time. */
export function endedOf(traces: Traces, name: string, since: number): TraceSummary[] {
  return [...traces.values()].filter(
    (it) => it.function === name && it.start >= since && it.end !== undefined && it.status === 'ok',
  )
}

/** What has been made: each time with the picture, the rendition and its round, as the log tells it. */
export function toMade(printed: string): string[] {
  return [...printed.matchAll(/conversion finished .*?(subject=.* status=done)/g)].map(
    ([, what]) => what!,
  )
}

/** @throws Error where it does not come true */
export async function until(
  isTrue: () => boolean,
  { seconds, tell, pause = 50 }: { seconds: number; tell: () => string; pause?: number },
): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s: ${tell()}`)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}
