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
import { readBuckets } from './buckets.ts'
import { envName, local } from './names.ts'
import { getPorts, type Ports } from './ports.ts'
import { listDeclaredQueues, namesIn } from './pragmas.ts'
import { isReplaced } from './replaced.ts'

/**
 * Read at inventory time, when Architect has not yet merged tables and queues: so they are read
 * from the manifest and the services' definitions. What the shell or `.env` sets wins, which is how
 * a real account takes the place of a twin.
 */
export function localEnv(inv: Inventory): Record<string, string> {
  const ports = getPorts()
  const services = listServices(inv)
  const inDotEnv = inv._project.preferences?.env?.testing ?? {}

  const values = {
    AWS_REGION: local.region,
    APP_URL: `http://localhost:${ports.site}`,
    APP_SECRET: kernelEnv['APP_SECRET']!.local!,
    AWS_ENDPOINT_URL_DYNAMODB:
      process.env['DYNAMODB_ENDPOINT'] ?? `http://127.0.0.1:${ports.database}`,
    AWS_ENDPOINT_URL_SNS: `http://127.0.0.1:${ports.delivery}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${ports.delivery}`,
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${ports.storage}`,
    ...resourceNames(inv, services, ports),
    ...serviceValues(services, ports, { ...inDotEnv, ...process.env }),
  }
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
  const queues = listDeclaredQueues(arc, services)

  return Object.fromEntries([
    ...tables.map((name) => [envName('TABLE', name), local.table(app, name)]),
    ...topics.map((name) => [envName('TOPIC', name), local.topic(name)]),
    ...queues.map(({ name, fifo }) => [
      envName('QUEUE', name),
      local.queue(delivery, fifo ? `${name}.fifo` : name),
    ]),
    ...readBuckets({ arc, services }).map(({ name }) => [
      envName('BUCKET', name),
      local.bucket(app, name),
    ]),
  ]) as Record<string, string>
}

function serviceValues(
  services: ServiceDefinition[],
  { twins }: Ports,
  set: Record<string, string | undefined>,
): Record<string, string> {
  return Object.assign(
    {},
    ...services.map(({ env = {}, twin }, index) => {
      const port = twins + index
      const lent = twin && !isReplaced(twin, port, set) ? twin.env?.(port) : {}
      const declared = Object.entries(env).flatMap(([name, { local: value }]) => {
        // What has no value of its own here is still heard when the shell sets it.
        const known = value ?? process.env[name]
        return known === undefined ? [] : [[name, known]]
      })
      return { ...Object.fromEntries(declared), ...lent }
    }),
  )
}
