/**
 * The requests that functions make while they run in this process: counted, and cut where a kill of
 * their instance would cut them.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'

/** One invocation, and the requests that left it, in order: `POST 127.0.0.1:3335/ DynamoDB_20120810.PutItem`. */
export interface InvocationCalls {
  /** `@queues article-viewed` */
  function: string
  calls: readonly string[]
}

/** A moment at which a function can be killed, as a fault rule words it. */
export interface KillPoint {
  after: number
  phase: 'before' | 'after'
}

/**
 * Runs something, and answers every invocation that began meanwhile with its outgoing requests: what
 * `listKillPoints` needs to know.
 */
export async function recordCalls(run: () => unknown): Promise<InvocationCalls[]> {
  const record: InvocationCalls[] = []
  records.add(record)
  try {
    await run()
  } finally {
    records.delete(record)
  }
  return record.map((it) => ({ ...it, calls: [...it.calls] }))
}

/** Every moment at which a function that makes so many calls can be killed, in order. */
export function listKillPoints(calls: number): KillPoint[] {
  const points = Array.from({ length: calls }, (_, after): KillPoint[] => [
    { after, phase: 'before' },
    { after, phase: 'after' },
  ])
  // And when all is done but the answer.
  return [...points.flat(), { after: calls, phase: 'before' }]
}

/**
 * Runs a handler. With a kill it never ends by itself: from that moment on no request of it leaves,
 * and of none that has left it sees the answer, so that nothing behind its `await` happens.
 *
 * @returns whether it was killed, or what it answered
 */
export async function runWatched<T>(
  name: string,
  run: () => Promise<T>,
  kill?: KillPoint,
): Promise<{ isKilled: boolean; answer?: T }> {
  const killed = Promise.withResolvers<{ isKilled: boolean }>()
  const invocation: Invocation = { calls: [], open: new Set(), isKilled: false, kill, end }
  for (const record of records) record.push({ function: name, calls: invocation.calls })

  function end(): void {
    invocation.isKilled = true
    for (const request of invocation.open) cut(request)
    killed.resolve({ isKilled: true })
  }

  async function finish(): Promise<{ isKilled: boolean; answer: T }> {
    try {
      return { isKilled: false, answer: await run() }
    } finally {
      if (kill) end()
    }
  }
  const finished = storage.run(invocation, finish)
  if (!kill) return finished
  // Whatever it answers at last, it dies before that is told.
  finished.catch(() => {})
  return killed.promise
}

interface Invocation {
  calls: string[]
  /** Those without an answer, or in the middle of it. */
  open: Set<ClientRequest>
  isKilled: boolean
  kill: KillPoint | undefined
  end: () => void
}

const storage = new AsyncLocalStorage<Invocation>()
const callers = new WeakMap<ClientRequest, { invocation: Invocation; number: number }>()
const records = new Set<InvocationCalls[]>()

// Node tells of each request in the moment it is made, before anything of it is written.
subscribe('http.client.request.created', (message) => {
  const invocation = storage.getStore()
  if (!invocation) return
  const { request } = message as { request: ClientRequest }
  if (invocation.isKilled) return cut(request)

  const { calls, open, kill } = invocation
  const number = calls.push(describe(request)) - 1
  callers.set(request, { invocation, number })
  open.add(request)
  request.once('close', () => open.delete(request))
  if (kill?.after === number && kill.phase === 'before') {
    calls.pop()
    invocation.end()
  }
})

// And of each answer, before whoever asked is told.
subscribe('http.client.response.finish', seeAnswer)
subscribe('http.client.request.error', seeAnswer)

function seeAnswer(message: unknown): void {
  const { request } = message as { request: ClientRequest }
  const caller = callers.get(request)
  if (!caller || caller.invocation.isKilled) return
  const { invocation, number } = caller
  if (invocation.kill?.after === number) invocation.end()
}

/** Ends a request, its socket included, without a word to whoever made it. */
function cut(request: ClientRequest): void {
  const silence = { value: () => false }
  Object.defineProperty(request, 'emit', silence)
  // The answer may be on its way already.
  const { res } = request as ClientRequest & { res?: object | null }
  if (res) Object.defineProperty(res, 'emit', silence)
  request.destroy()
}

function describe(request: ClientRequest): string {
  const target = request.getHeader('x-amz-target')
  const what = `${request.method} ${String(request.getHeader('host'))}${request.path}`
  return target ? `${what} ${String(target)}` : what
}
