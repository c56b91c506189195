/**
 * Captured API Gateway events for the tests of the HTTP adapter, and a log to look into.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, vi } from 'vitest'
import {
  http,
  noContent,
  type HttpEvent,
  type HttpHandler,
  type HttpOptions,
  type HttpRequest,
  type Params,
} from '../http.ts'
import { setLogOutput } from '../log.ts'

/** Keeps what is logged during each test, and sets the stage to the local one. */
export function useLog() {
  const lines: string[] = []
  let restore: () => void

  beforeEach(() => {
    lines.length = 0
    restore = setLogOutput((line) => lines.push(line))
    vi.stubEnv('ARC_ENV', 'testing')
    vi.stubEnv('LOG_LEVEL', 'info')
  })

  afterEach(() => {
    restore()
    vi.unstubAllEnvs()
  })

  return {
    lines,
    entries: (message: string) =>
      lines.map((line) => JSON.parse(line)).filter((entry) => entry.message === message),
  }
}

/** The environment of a deployed stage. */
export function stubDeployed(stage = 'production') {
  vi.stubEnv('ARC_ENV', stage)
  vi.stubEnv('APP_URL', 'https://www.example.com')
  vi.stubEnv('APP_SECRET', 'x'.repeat(32))
}

/** An event of `test/events`. */
export function captured(name: string): HttpEvent {
  return JSON.parse(readFileSync(`test/events/${name}.json`, 'utf8'))
}

export function withMethod(event: HttpEvent, method: string): HttpEvent {
  return { ...event, requestContext: { ...event.requestContext, http: { method } } }
}

/** A captured page request with other headers. */
export function withHeaders(headers: Record<string, string | undefined>): HttpEvent {
  const event = captured('http-get')
  const { 'sec-fetch-site': _, ...kept } = event.headers!
  return { ...event, headers: { ...kept, ...headers } }
}

/** Lets a captured page request, with changes, through a handler. */
export function send(
  handler: HttpHandler,
  changes: Partial<HttpEvent> = {},
  options?: HttpOptions,
) {
  return http(handler, options)({ ...captured('http-get'), ...changes }, {})
}

/** Lets a captured JSON request through a handler, with another body. */
export function post(
  handler: HttpHandler,
  body: string,
  headers: Record<string, string> = {},
  options?: HttpOptions,
) {
  const event = captured('http-post-json')
  return http(handler, options)({ ...event, body, headers: { ...event.headers, ...headers } }, {})
}

/** What a handler is given for an event; a partial one is completed by a captured page request. */
export async function receive(event: Partial<HttpEvent>): Promise<[HttpRequest, Params]> {
  let received: [HttpRequest, Params] | undefined
  const handler = http((request, params) => {
    received = [request, params]
    return noContent()
  })
  const result = await handler(event.version ? event : { ...captured('http-get'), ...event }, {})
  assert.ok(received, result.body)
  return received
}
