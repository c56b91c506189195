/**
 * The port that `arc.events.publish` and `arc.queues.publish` of @architect/functions post to: what
 * comes there goes the way of every other message, instead of being tried once.
 *
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { callbackify } from 'node:util'
import type { Delivery } from '../delivery.ts'

/** What @architect/functions posts, and what else its publish functions take. */
interface ArcMessage {
  name: string
  payload: unknown
  delaySeconds?: number
  groupID?: string
}

type Door = Pick<Delivery, 'publish' | 'send'>

interface SandboxParams {
  ports: { events?: number }
  host?: string
}

type Callback = (error?: Error | null) => void

/**
 * Replaces the event bus of Architect's sandbox in this process; to be called before the sandbox
 * starts its own, and as often as one likes.
 */
export function replaceArcEvents(delivery: Door): void {
  const bus = createRequire(import.meta.url)('@architect/sandbox/src/events') as {
    start: (params: SandboxParams, callback: Callback) => void
    end: (callback: Callback) => void
  }
  let server: Server | undefined

  bus.start = callbackify(async ({ ports, host }: SandboxParams) => {
    if (!ports.events) return
    server = await startArcEvents(delivery, { port: ports.events, ...(host && { host }) })
  })
  bus.end = (callback) => {
    if (!server) return callback()
    server.close(() => callback())
    server.closeAllConnections()
    server = undefined
  }
}

/** Listens as the sandbox's event bus does. */
export async function startArcEvents(
  delivery: Door,
  { port, host = '127.0.0.1' }: { port: number; host?: string },
): Promise<Server> {
  const server = createServer((request, response) => {
    answer(delivery, request, response).catch((error: Error) => end(response, 500, error.message))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}

async function answer(delivery: Door, request: IncomingMessage, response: ServerResponse) {
  // A page in the developer's browser could post here; functions never send an origin.
  if (request.headers.origin) return end(response, 403, 'Not for browsers')

  const message = parse(await text(request))
  if (!message) return end(response, 400, 'Sandbox @event bus exception parsing request body')
  const { name, payload, delaySeconds, groupID } = message
  const body = JSON.stringify(payload ?? {})

  const isQueue = request.url === '/queues'
  if (!isQueue && request.url !== '/events' && request.url !== '/') {
    return end(response, 404, 'Not found')
  }
  const options = { ...(delaySeconds && { delaySeconds }), ...(groupID && { groupId: groupID }) }
  const problem = isQueue
    ? await delivery.send(name, body, options)
    : await delivery.publish(name, body)
  if (!problem) return end(response, 200, 'ok')
  if (/NotFound|QueueDoesNotExist/.test(problem)) return end(response, 404, `Not found: ${problem}`)
  end(response, 400, problem)
}

function parse(body: string): ArcMessage | undefined {
  try {
    const message = JSON.parse(body) as Partial<ArcMessage> | null
    return message?.name ? (message as ArcMessage) : undefined
  } catch {
    return undefined
  }
}

function end(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(body)
}
