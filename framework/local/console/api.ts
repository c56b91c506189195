/**
 * What the console's page asks for, as JSON.
 *
 * @module
 */
import { listTopics } from '../../manifest.ts'
import { cut, redact } from '../trace/redact.ts'
import type { ConsoleOptions, ConsoleSources, DeadMessage } from './sources.ts'
import { openTables, type Tables } from './tables.ts'

/** A call: `GET traces/1f3a`, with what came in its query or its body. */
export interface Call {
  method: string
  /** Below `/api/`, decoded. */
  path: readonly string[]
  query: URLSearchParams
  body: { [name: string]: unknown }
}

/** A mistake of the one who asks. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

type Row = { [name: string]: unknown }

/** Answers calls; `undefined` is an answer without content. */
export function createApi({ trace, sources }: Pick<ConsoleOptions, 'trace' | 'sources'>) {
  const routes: { [route: string]: (call: Call) => unknown } = {
    'GET overview': () => toOverview(sources()),
    'GET traces': () => trace.list(),
    'DELETE traces': () => trace.clear(),
    'GET traces *': ({ path }) =>
      trace.find(path[1]!) ?? refuse(404, 'It is not kept any more: the last 500 are.'),
    'POST traces * replay': async ({ path }) => {
      if (!trace.find(path[1]!)?.canReplay) refuse(409, 'Its event was not kept whole.')
      await trace.replay(path[1]!)
    },
    'POST schedules * run': async ({ path }) => {
      const { schedules } = sources()
      const isThere = schedules.list().some(({ name }) => name === path[1])
      if (!isThere) refuse(404, `There is no schedule "${path[1]}" in app.arc.`)
      await schedules.run(path[1]!)
    },
    'GET tables': () => tables().list(),
    'GET tables *': ({ path, query }) => {
      const get = (name: string) => query.get(name) || undefined
      return tables().query(path[1]!, {
        index: get('index'),
        partition: get('partition'),
        sort: get('sort'),
        cursor: get('cursor'),
      })
    },
    'POST tables * row': async ({ path, body }) =>
      (await tables().get(path[1]!, body)) ?? refuse(404, 'The row has been deleted meanwhile.'),
    'PUT tables *': ({ path, body }) => {
      const { item, before } = body
      if (!isObject(item)) refuse(422, 'A row is a JSON object.')
      return tables().save(path[1]!, item as Row, isObject(before) ? before : undefined)
    },
    'DELETE tables *': ({ path, body }) => tables().remove(path[1]!, body),
    'GET dead': () => listDead(sources()),
    'POST dead * redrive': async ({ path, body }) => {
      const { redrive } = sources().delivery
      if (!redrive) return refuse(501, 'Delivery cannot redrive.')
      const { id } = body
      return { moved: await redrive(path[1]!, typeof id === 'string' ? id : undefined) }
    },
  }

  function tables(): Tables {
    const { database, inventory } = sources()
    return openTables({
      endpoint: database.endpoint,
      app: inventory.app,
      tables: inventory.tables ?? [],
      indexes: inventory['tables-indexes'] ?? [],
    })
  }

  return async (call: Call): Promise<unknown> => {
    const shape = call.path.map((part, index) => (index === 1 ? '*' : part)).join(' ')
    const route = routes[`${call.method} ${shape}`]
    return route ? await route(call) : refuse(404, 'The console has nothing of that name.')
  }
}

function toOverview(given: ConsoleSources) {
  const { ports, inventory, services, links, database, schedules, delivery } = given
  const site = `http://localhost:${ports.site}`
  const declared = new Map((inventory.scheduled ?? []).map((it) => [it.name, it]))
  return {
    app: inventory.app,
    site,
    database: { engine: database.engine, missing: database.missing },
    canRedrive: delivery.redrive !== undefined,
    schedules: schedules.list().map(({ name, next }) => ({
      name,
      next: next?.getTime() ?? null,
      expression: toExpression(declared.get(name)),
    })),
    services: services.map(({ name, description, twin }, index) => ({
      name,
      description,
      hasTwin: twin !== undefined,
      links: links
        .filter(({ href }) => Number(toUrl(href, site)?.port) === ports.twins + index)
        .concat(services[index]!.links ?? [])
        .map(({ label, href }) => ({ label, href: toUrl(href, site)?.href ?? site })),
    })),
  }
}

function toExpression(
  schedule: { rate?: unknown; cron?: unknown; timezone?: unknown } | undefined,
) {
  const { rate, cron, timezone } = (schedule ?? {}) as {
    rate?: { expression: string } | null
    cron?: { expression: string } | null
    timezone?: string | null
  }
  const when = rate ? `rate(${rate.expression})` : cron ? `cron(${cron.expression})` : ''
  return timezone ? `${when} ${timezone}` : when
}

interface DeadQueue {
  name: string
  count: number
  /** Left out where delivery does not tell. */
  messages?: readonly DeadMessage[]
}

/** Those of every function that reads messages, the ones without any included. */
async function listDead({ delivery, inventory }: ConsoleSources): Promise<DeadQueue[]> {
  const subscribers = listTopics(inventory).flatMap((topic) => topic.subscribers)
  const names = [...(inventory.queues ?? []).map(({ name }) => name), ...subscribers]
  const { listDead: list, countDead: count } = delivery
  if (list) {
    const messages = (await list()).map((it) => ({ ...it, body: toPayloadText(it.body) }))
    const all = new Set([...names, ...messages.map((it) => it.name)])
    return [...all].map((name) => {
      const own = messages.filter((it) => it.name === name)
      return { name, count: own.length, messages: own }
    })
  }
  if (!count) return []
  return Promise.all(names.map(async (name) => ({ name, count: await count(name) })))
}

function toPayloadText(body: string): string {
  const shown = redact(body)
  return cut(typeof shown === 'string' ? shown : JSON.stringify(shown))
}

function toUrl(href: string, base: string): URL | undefined {
  return URL.canParse(href, base) ? new URL(href, base) : undefined
}

function isObject(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(status: number, message: string): never {
  throw new ApiProblem(status, message)
}
