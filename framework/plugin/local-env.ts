/**
 * The environment of the functions in the local cloud: every name that AWS would give, pointing at
 * loopback, plus what each service's twin stands in for.
 *
 * @module
 */
import { kernelEnv } from '../env.ts'
import type { Inventory } from '../manifest.ts'
import { listServices } from '../manifest.ts'
import type { ServiceDefinition } from '../service.ts'
import { envName, local } from './names.ts'
import { getPorts, type Ports } from './ports.ts'

/** The person who may write on a developer's own machine, until a sign-in service is plugged in. */
const person = { id: 'dev', name: 'Robin Field', roles: ['writer'] }

/**
 * Read at inventory time, when Architect has not yet merged tables and queues: so they are read
 * from the manifest and the services' definitions. What the shell or `.env` sets wins, which is how
 * a real account takes the place of a twin.
 */
export function localEnv(inv: Inventory): Record<string, string> {
  const ports = getPorts()
  const services = listServices(inv)

  const values = {
    AWS_REGION: local.region,
    APP_URL: `http://localhost:${ports.site}`,
    APP_SECRET: kernelEnv['APP_SECRET']!.local!,
    AWS_ENDPOINT_URL_DYNAMODB:
      process.env['DYNAMODB_ENDPOINT'] ?? `http://127.0.0.1:${ports.database}`,
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${ports.delivery}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${ports.delivery}`,
    PLUGBOARD_PERSON: JSON.stringify(person),
    ...resourceNames(inv, services, ports),
    ...serviceValues(services, ports),
  }
  const inDotEnv = inv._project.preferences?.env?.testing ?? {}
  return Object.fromEntries(
    Object.entries(values)
      // Architect refuses a name that both a plugin and `.env` set.
      .filter(([name]) => !(name in inDotEnv))
      .map(([name, value]) => [name, process.env[name] ?? value]),
  )
}

function resourceNames(inv: Inventory, services: ServiceDefinition[], { delivery }: Ports) {
  const { arc } = inv._project
  const app = String(arc['app']?.[0])
  const keys = (pick: (service: ServiceDefinition) => object | undefined) =>
    services.flatMap((service) => Object.keys(pick(service) ?? {}))

  const tables = [...namesIn(arc['tables']), ...keys((it) => it.tables), 'plugboard-keys']
  const topics = [...namesIn(arc['events']), ...services.flatMap((it) => it.events ?? [])]
  const queues = [
    ...(arc['queues'] ?? []).map(toQueue),
    ...services
      .flatMap((it) => Object.entries(it.queues ?? {}))
      .map(([name, { fifo = false }]) => ({ name, fifo })),
  ]

  return Object.fromEntries([
    ...tables.map((name) => [envName('TABLE', name), local.table(app, name)]),
    ...topics.map((name) => [envName('TOPIC', name), local.topic(name)]),
    ...queues.map(({ name, fifo }) => [
      envName('QUEUE', name),
      local.queue(delivery, fifo ? `${name}.fifo` : name),
    ]),
  ]) as Record<string, string>
}

/** The names under a pragma: `[ 'a', { b: {…} } ]` in Architect's parse. */
function namesIn(pragma: unknown[] = []): string[] {
  return pragma.map(nameOf)
}

function nameOf(item: unknown): string {
  return typeof item === 'string' ? item : String(Object.keys(item as object)[0])
}

// Architect makes a queue FIFO unless the manifest says otherwise.
function toQueue(item: unknown): { name: string; fifo: boolean } {
  const name = nameOf(item)
  const options = typeof item === 'string' ? {} : (item as Record<string, { fifo?: boolean }>)[name]
  return { name, fifo: options?.fifo ?? true }
}

function serviceValues(services: ServiceDefinition[], { twins }: Ports): Record<string, string> {
  return Object.assign(
    {},
    ...services.map(({ env = {}, twin }, index) => {
      const declared = Object.entries(env).flatMap(([name, { local: value }]) =>
        value === undefined ? [] : [[name, value]],
      )
      return { ...Object.fromEntries(declared), ...twin?.env?.(twins + index) }
    }),
  )
}
