/**
 * What the server tells of the project, once for the whole page.
 *
 * @module
 */

export interface Overview {
  app: string
  site: string
  database: { engine: string; missing: string[] }
  schedules: ScheduleInfo[]
  services: ServiceInfo[]
}

export interface ScheduleInfo {
  name: string
  /** Milliseconds since 1970. */
  next: number | null
  expression: string
  missed?: { count: number; last: number }
}

export interface ServiceInfo {
  name: string
  description: string
  hasTwin: boolean
  /** Whether the twin shows it. */
  hasState: boolean
  links: { label: string; href: string }[]
}

/** Where mails are shown: what the twin of the service `mail` links to. */
export function findOutbox(overview: Overview | undefined): string | undefined {
  const links = overview?.services.find(({ name }) => name === 'mail')?.links ?? []
  return links[0]?.href.replace(/\/$/, '')
}
