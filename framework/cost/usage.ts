/**
 * From what was measured to what AWS counts in a month.
 *
 * @module
 */
import type { Measured, MeasuredFeature, MeasuredFunction } from './measured.ts'

/** How much of each price's unit a feature takes in a month. */
export type Usage = Readonly<Record<string, number>>

/** What no local run can tell. Each has its reason in docs/cost.md. */
export interface Assumptions {
  /** MB of memory at which a function has one whole vCPU, as AWS documents it. */
  memoryOfCore: number
  /** How much longer a core of Lambda takes than one of the machine that measured. */
  slowness: number
  /** Share of invocations that load their bundle first. */
  cold: number
  /** Milliseconds that a request to a service is waited for. */
  waits: { dynamodb: number; sqs: number; sns: number; s3: number }
  /** Share of cacheable pages that the CDN answers by itself. */
  cached: number
  /** Months that what stays in tables has piled up. */
  months: number
}

/** Rather dear than cheap; the report shows what the others move. */
export const assumptions: Assumptions = {
  memoryOfCore: 1769,
  slowness: 1,
  cold: 0.01,
  waits: { dynamodb: 10, sqs: 20, sns: 30, s3: 40 },
  cached: 0,
  months: 12,
}

const gigabyte = 1e9

/** What each feature takes, for so many plays of each, and what the users leave behind. */
export function toUsage(
  { features }: Pick<Measured, 'features'>,
  options: { users: number; times: Readonly<Record<string, number>>; assumed?: Assumptions },
): Record<string, Usage> {
  const { users, times, assumed = assumptions } = options
  const entries = Object.entries(times).map(([name, each]) => {
    const feature = features[name]
    if (!feature) throw new Error(`${name} was not measured. Run: npm run cost -- --measure`)
    return [name, toFeatureUsage(feature, { users, plays: users * each, assumed })] as const
  })
  return Object.fromEntries(entries)
}

/** Milliseconds that Lambda bills for a warm invocation. */
export function toDuration(
  { cpu, memory, calls }: Pick<MeasuredFunction, 'cpu' | 'memory' | 'calls'>,
  { waits, ...assumed }: Assumptions = assumptions,
): number {
  const waiting =
    calls.dynamodb * waits.dynamodb +
    calls.sqs * waits.sqs +
    calls.sns * waits.sns +
    (calls.s3 ?? 0) * waits.s3
  return toLambdaTime(cpu, memory, assumed) + waiting
}

// Below the memory of a whole core, a function gets as much less of one.
function toLambdaTime(
  cpu: number,
  memory: number,
  { memoryOfCore, slowness }: Pick<Assumptions, 'memoryOfCore' | 'slowness'>,
): number {
  return (cpu * slowness) / Math.min(1, memory / memoryOfCore)
}

function toFeatureUsage(
  { functions, down, up, files, kept }: MeasuredFeature,
  { users, plays, assumed }: { users: number; plays: number; assumed: Assumptions },
): Usage {
  const all = Object.values(functions)
  const sum = (pick: (it: MeasuredFunction, invocations: number) => number) =>
    all.reduce(
      (total, it) => total + pick(it, plays * it.times * (1 - it.cacheable * assumed.cached)),
      0,
    )
  const asked = all.reduce((total, it) => total + (it.isRoute ? plays * it.times : 0), 0)
  const stored =
    (users * (plays > 0 ? kept.lasting : 0) * assumed.months + plays * kept.expiring) / gigabyte
  return {
    'cdn-requests': asked + plays * files.count,
    'cdn-bytes': (plays * (down + files.bytes)) / gigabyte,
    'cdn-uploads': (plays * up) / gigabyte,
    'api-requests': sum((it, invocations) => (it.isRoute ? invocations : 0)),
    'lambda-requests': sum((_it, invocations) => invocations),
    'lambda-gb-seconds': sum((it, invocations) => invocations * toGigabyteSeconds(it, assumed)),
    'table-reads': sum((it, invocations) => invocations * it.reads),
    'table-writes': sum((it, invocations) => invocations * it.writes),
    'table-storage': stored,
    'table-backups': stored,
    // Each message is sent; Lambda receives it, and deletes it.
    'queue-requests': sum((it, invocations) => invocations * (it.calls.sqs + (it.isQueue ? 2 : 0))),
    'topic-publishes': sum((it, invocations) => invocations * it.calls.sns),
    'object-writes': sum((it, invocations) => invocations * (it.puts ?? 0)),
    'object-reads': sum((it, invocations) => invocations * ((it.calls.s3 ?? 0) - (it.puts ?? 0))),
    'log-bytes': sum((it, invocations) => invocations * it.log) / gigabyte,
  }
}

function toGigabyteSeconds(it: MeasuredFunction, assumed: Assumptions): number {
  const cold = toLambdaTime(it.coldCpu, it.memory, assumed) * assumed.cold
  const warm = Math.ceil(toDuration(it, assumed)) * (1 - assumed.cold)
  return ((warm + cold) / 1000) * (it.memory / 1024)
}
