/**
 * What the same load costs on servers that are always on: containers with `npm run serve`, behind a
 * load balancer.
 *
 * Tables, queues, logs and the CDN are the same for both, so they are left out of the comparison.
 *
 * @module
 */
import type { Measured } from './measured.ts'
import { priceOf, type PriceTable } from './prices.ts'
import type { Fleet } from './profile.ts'
import type { Usage } from './usage.ts'

/** What a month on servers takes. */
export interface ServerBill {
  tasks: number
  total: number
  /** Cores that are busy on average. */
  cores: number
}

/** What functions cost that servers would take the place of. */
export const replaced: readonly string[] = ['api-requests', 'lambda-requests', 'lambda-gb-seconds']

export const defaultFleet: Fleet = {
  vcpu: 0.5,
  memory: 1,
  least: 2,
  isBalanced: true,
  peak: 5,
  load: 0.6,
}

const hours = 730
const zones = 2

/** As many tasks as the busiest minute takes, each in its own zone. */
export function toServerBill(
  prices: PriceTable,
  measured: Pick<Measured, 'features'>,
  options: {
    users: number
    times: Readonly<Record<string, number>>
    fleet?: Partial<Fleet>
    usage: Readonly<Record<string, Usage>>
  },
): ServerBill {
  const fleet = { ...defaultFleet, ...options.fleet }
  const cores = toBusyCores(measured, options)
  const tasks = Math.max(fleet.least, Math.ceil((cores * fleet.peak) / (fleet.load * fleet.vcpu)))
  const gigabytesAnHour =
    Object.values(options.usage).reduce((all, it) => all + (it['cdn-bytes'] ?? 0), 0) / hours
  const tasksAlone =
    priceOf(prices, 'task-vcpu-hours', tasks * fleet.vcpu * hours) +
    priceOf(prices, 'task-gb-hours', tasks * fleet.memory * hours) +
    priceOf(prices, 'public-addresses', tasks * hours)
  // What the balancer sees is not compressed yet, and still far below what one unit takes.
  const balancer = fleet.isBalanced
    ? priceOf(prices, 'balancer-hours', hours) +
      priceOf(prices, 'balancer-capacity', gigabytesAnHour * hours) +
      priceOf(prices, 'public-addresses', zones * hours)
    : 0
  return { tasks, cores, total: tasksAlone + balancer }
}

function toBusyCores(
  { features }: Pick<Measured, 'features'>,
  { users, times }: { users: number; times: Readonly<Record<string, number>> },
): number {
  const milliseconds = Object.entries(times).reduce((all, [name, each]) => {
    const own = Object.values(features[name]?.functions ?? {})
    return all + users * each * own.reduce((sum, it) => sum + it.times * it.cpu, 0)
  }, 0)
  return milliseconds / 1000 / (hours * 60 * 60)
}
