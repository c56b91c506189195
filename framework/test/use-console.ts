/**
 * A console of its own for the tests of one file, and the ways to ask it.
 *
 * @module
 */
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { clock } from '../local/clock.ts'
import { startConsole, type Console } from '../local/console/server.ts'
import type { ConsoleSources } from '../local/console/sources.ts'
import { createFaults } from '../local/faults.ts'
import { createRecorder } from '../local/trace/recorder.ts'
import type { Inventory } from '../manifest.ts'
import { getPorts } from '../plugin/ports.ts'
import { toInventory, type TestTable } from './use-tables.ts'

export interface Asked {
  method?: string
  /** Bytes are sent as they are, all else as JSON. */
  body?: unknown
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  headers: NodeJS.Dict<unknown>
  text: string
  bytes: Buffer
  json: <T>() => T
  /** What the console says against it. */
  problem: () => string
}

/** Starts the console before the tests, with what a project has none of filled up. */
export function useConsole(toSources: () => Partial<ConsoleSources>) {
  const trace = createRecorder()
  const faults = createFaults()
  let running: Console

  beforeAll(async () => {
    const sources = () => ({ ...emptySources(), ...toSources() })
    running = await startConsole({ port: 0, trace, clock, faults, sources })
  })
  afterAll(() => running.stop())
  beforeEach(() => {
    trace.clear()
    faults.clear()
  })

  /** As anybody asks. */
  const send = (path: string, asked?: Asked) => sendTo(running.url + path, asked)

  return {
    trace,
    faults,
    url: () => running.url,
    send,

    /** As the page's own script asks. */
    ask(path: string, { headers = {}, ...asked }: Asked = {}) {
      const type = asked.body instanceof Buffer ? 'application/octet-stream' : 'application/json'
      return send(path, {
        ...asked,
        headers: {
          origin: running.url,
          ...(asked.body !== undefined && { 'content-type': type }),
          ...headers,
        },
      })
    },
  }
}

/** An inventory with these tables, and whatever else of `app.arc`. */
export function toProject(tables: Record<string, TestTable>, more: object = {}): Inventory {
  return {
    ...toInventory(tables),
    http: null,
    events: null,
    queues: null,
    scheduled: null,
    'tables-streams': null,
    plugins: null,
    _project: { arc: {} },
    ...more,
  } as unknown as Inventory
}

function emptySources(): ConsoleSources {
  return {
    ports: getPorts({}),
    inventory: toProject({}),
    services: [],
    links: [],
    database: { endpoint: '', engine: 'dynoxide', missing: [] },
    storage: {
      buckets: () => [],
      list: async () => ({ objects: [] }),
      get: async () => undefined,
      put: async () => {},
      remove: async () => {},
    },
    schedules: { list: () => [], run: async () => {} },
    delivery: { listDead: () => [], redrive: () => 0 },
    streams: { failures: () => [], redrive: async () => 0 },
    twins: { list: () => [], state: async () => undefined, act: async () => undefined },
  }
}

// fetch sets Host itself.
function sendTo(url: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      const answer = (): Answer => {
        const bytes = Buffer.concat(chunks)
        const json = <T>() => JSON.parse(bytes.toString()) as T
        const problem = () => json<{ problem: string }>().problem
        const { statusCode: status = 0, headers: received } = response
        return { status, headers: received, text: bytes.toString(), bytes, json, problem }
      }
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        // A stream does not end.
        if (chunk.includes('event: all')) {
          resolve(answer())
          outgoing.destroy()
        }
      })
      response.on('end', () => resolve(answer()))
    })
    outgoing.on('error', reject)
    const sent = body instanceof Buffer ? body : body === undefined ? '' : JSON.stringify(body)
    outgoing.setHeader('content-length', Buffer.byteLength(sent))
    outgoing.end(sent)
  })
}
