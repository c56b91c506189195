/**
 * What a stack costs when nobody calls it.
 *
 * @module
 */
import { listOfType, type Resource, type Template } from '../deploy/cloudformation.ts'
import { priceOf, readPrices, requirePrice, type PriceTable } from './prices.ts'
import type { Usage } from './usage.ts'

/** One line of the fixed part of the bill. */
export interface FixedCost {
  /** `CloudWatch alarms`. */
  name: string
  /** Dollars. */
  monthly: number
  /** How the sum comes about, in one sentence. */
  why: string
}

/** How the fixed part is reckoned. */
export interface FixedCostOptions {
  /** Default: `prices.json`. */
  prices?: PriceTable
  /** Whether the account's free tier counts, all of it for this stack. Default true. */
  freeTier?: boolean
}

type Resources = Pick<Template, 'Resources'>

/** What the resources of a template cost each month, whoever calls them. What is not there is left out. */
export function listFixedCosts(
  template: Resources,
  { prices = readPrices(), freeTier = true }: FixedCostOptions = {},
): FixedCost[] {
  return parts.flatMap(({ name, price, count, each = 1 }) => {
    const many = count(template)
    if (many === 0) return []
    const { service, per = 1, tiers, free = 0 } = requirePrice(prices, price)
    const amount = many * each
    const why = [
      each === 1 ? `${many}` : `${many}, each asked ${toText(each)} times a month`,
      `$${tiers[0]!.price} ${per === 1 ? 'each' : `for ${toText(per)}`}`,
      ...(freeTier && free > 0 ? [`${toText(free)} a month are free in each account`] : []),
    ].join('; ')
    return [
      { name: `${service}: ${name}`, monthly: priceOf(prices, price, amount, { freeTier }), why },
    ]
  })
}

/** The same as usage, for a bill. */
export function toFixedUsage(template: Resources): Usage {
  const usage: Record<string, number> = {}
  for (const { price, count, each = 1 } of parts) {
    usage[price] = (usage[price] ?? 0) + count(template) * each
  }
  return usage
}

/** Whether tables keep backups, which cost as much as they hold. */
export function hasBackups(template: Resources): boolean {
  return listOfType(template, 'AWS::DynamoDB::Table').some(([, { Properties }]) =>
    JSON.stringify(Properties['PointInTimeRecoverySpecification'] ?? '').includes('true'),
  )
}

interface Part {
  name: string
  price: string
  count: (template: Resources) => number
  /** How many units of the price one of them takes. */
  each?: number
}

// Lambda asks an idle queue with five connections, each of which waits for 20 seconds.
const idlePolls = (5 * 730 * 60 * 60) / 20

const parts: readonly Part[] = [
  {
    name: 'alarms',
    price: 'alarms',
    count: (it) => countAlarmMetrics(it, (period) => period >= 60),
  },
  {
    name: 'high-resolution alarms',
    price: 'alarms-high-resolution',
    count: (it) => countAlarmMetrics(it, (period) => period < 60),
  },
  countOf('composite alarms', 'alarms-composite', 'AWS::CloudWatch::CompositeAlarm'),
  countOf('dashboards', 'dashboards', 'AWS::CloudWatch::Dashboard'),
  {
    name: 'queues that Lambda polls',
    price: 'queue-requests',
    count: countPolled,
    each: idlePolls,
  },
  countOf('secrets', 'secrets', 'AWS::SecretsManager::Secret'),
  countOf('keys', 'keys', 'AWS::KMS::Key'),
  countOf('hosted zones', 'hosted-zones', 'AWS::Route53::HostedZone'),
  {
    name: 'advanced parameters',
    price: 'parameters-advanced',
    count: (it) =>
      listOfType(it, 'AWS::SSM::Parameter').filter(
        ([, { Properties }]) => Properties['Tier'] === 'Advanced',
      ).length,
  },
]

function countOf(name: string, price: string, type: string): Part {
  return { name, price, count: (it) => listOfType(it, type).length }
}

// An alarm on metric math is billed for each metric that it reads.
function countAlarmMetrics(template: Resources, isCounted: (period: number) => boolean) {
  return listOfType(template, 'AWS::CloudWatch::Alarm')
    .flatMap(([, resource]) => listPeriods(resource))
    .filter(isCounted).length
}

function listPeriods({ Properties }: Resource): number[] {
  const metrics = Properties['Metrics'] as { MetricStat?: { Period?: number } }[] | undefined
  if (!metrics) return [Number(Properties['Period'] ?? 60)]
  return metrics.flatMap(({ MetricStat }) => (MetricStat ? [Number(MetricStat.Period ?? 60)] : []))
}

function countPolled(template: Resources): number {
  const inEvents = listOfType(template, 'AWS::Serverless::Function')
    .flatMap(([, { Properties }]) => Object.values(Properties.Events ?? {}))
    .filter(({ Type }) => Type === 'SQS').length
  const mappings = listOfType(template, 'AWS::Lambda::EventSourceMapping').filter(
    ([, { Properties }]) => /Queue|:sqs:/.test(JSON.stringify(Properties['EventSourceArn'] ?? '')),
  ).length
  return inEvents + mappings
}

function toText(value: number): string {
  return value.toLocaleString('en')
}
