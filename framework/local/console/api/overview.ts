/**
 * What there is, once for the whole page.
 *
 * @module
 */
import type { Link } from '../../../service.ts'
import type { ConsoleOptions, ConsoleSources } from '../sources.ts'
import { toPage } from './addresses.ts'
import type { Routes } from './call.ts'

export function createOverviewRoutes(sources: ConsoleOptions['sources']): Routes {
  return { 'GET overview': () => toOverview(sources()) }
}

function toOverview(given: ConsoleSources) {
  const { ports, inventory, database } = given
  return {
    app: inventory.app,
    site: `http://localhost:${ports.site}`,
    database: { engine: database.engine, missing: database.missing },
    schedules: toSchedules(given),
    services: toServices(given),
  }
}

function toSchedules({ inventory, schedules }: ConsoleSources) {
  const declared = new Map((inventory.scheduled ?? []).map((it) => [it.name, it]))
  return schedules.list().map(({ name, next, missed }) => ({
    name,
    next: next?.getTime() ?? null,
    expression: toExpression(declared.get(name)),
    ...(missed && { missed: { count: missed.count, last: missed.last.getTime() } }),
  }))
}

function toServices({ ports, services, links, twins }: ConsoleSources) {
  const running = new Map(twins.list().map((it) => [it.service, it]))
  const toShown = ({ label, href }: Link) => {
    const page = toPage(href, ports.site)
    return page ? [{ label, href: page }] : []
  }
  return services.map(({ name, description, links: own = [] }, index) => {
    const place = String(ports.twins + index)
    const ofTwin = links.flatMap(toShown).filter(({ href }) => new URL(href).port === place)
    return {
      name,
      description,
      hasTwin: running.has(name),
      hasState: running.get(name)?.hasState ?? false,
      links: [...ofTwin, ...own.flatMap(toShown)],
    }
  })
}

function toExpression(
  schedule: { rate?: unknown; cron?: unknown; timezone?: unknown } | undefined,
): string {
  const { rate, cron, timezone } = (schedule ?? {}) as {
    rate?: { expression: string } | null
    cron?: { expression: string } | null
    timezone?: string | null
  }
  const when = rate ? `rate(${rate.expression})` : cron ? `cron(${cron.expression})` : ''
  return timezone ? `${when} ${timezone}` : when
}
