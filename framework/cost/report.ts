/**
 * What `npm run cost` prints.
 *
 * @module
 */
import { always, type Bill } from './bill.ts'
import { toCount, toDollars, toPercent, toTable } from './format.ts'
import { requirePrice, type PriceTable } from './prices.ts'
import { compare, project, toServers, type ProjectionInput } from './projection.ts'
import { toTerminalPlot } from './plot-terminal.ts'
import type { PublishedCase, PublishedResult } from './published.ts'
import { assumptions } from './usage.ts'

/** The bill of a profile, what drives it, and where servers are cheaper. */
export function renderReport(
  input: ProjectionInput,
  about: {
    name: string
    stage: string
    measured: string
    machine: string
    /** Features that call what is no longer plugged in. */
    gone: readonly string[]
    hasColors: boolean
  },
): string[] {
  const { users, prices, freeTier = true } = input
  const bill = project(input)
  const { total } = bill
  return [
    `${about.name}: ${users.toLocaleString('en')} users a month, ${toDollars(total)}`,
    `${toDollars((total / users) * 1000)} for 1,000 users. Dollars a month, ${about.stage}; prices of ${prices.date}, ${prices.region};`,
    `measured ${about.measured} on ${about.machine}.`,
    '',
    ...renderTable(bill),
    '',
    ...renderFeatures(bill, input),
    '',
    'What drives it',
    ...renderDrivers(bill, prices),
    '',
    'Were it otherwise',
    ...renderSensitivity(input, total),
    '',
    ...renderServers(input, about.hasColors),
    '',
    ...(about.gone.length > 0
      ? [`Left out, for what they call is not plugged in: ${about.gone.join(', ')}.`]
      : []),
    ...(freeTier ? [] : ['Without the free tier: as if other systems of the account used it up.']),
    'Not in it: Auth0’s and Stripe’s own bills, mail, a domain, taxes, support. docs/cost.md has the rest.',
  ]
}

/** A published case, worked out. */
export function renderPublished(
  { name, source, servers, functions, calls, tail }: PublishedCase,
  result: PublishedResult,
  { hasColors }: { hasColors: boolean },
): string[] {
  const { breakEven, comparison } = result
  return [
    name,
    source,
    '',
    `servers             ${toDollars(servers)} a year`,
    `functions           ${toDollars(functions)} a year, for ${toCount(calls)} calls a month: $${result.perMillion.toFixed(2)} for a million`,
    `saved               ${toPercent(result.saving)}`,
    `the same at         ${toCount(breakEven)} calls a month`,
    `with ${toCount(tail)} calls      ${toDollars(result.tail.yearly)} a year, ${toPercent(result.tail.saving)} saved`,
    '',
    'Dollars a month',
    ...toTerminalPlot(comparison, {
      to: breakEven * 1.5,
      unit: 'calls a month',
      breakEven,
      hasColors,
    }),
  ]
}

function renderTable({ lines, features, free, total }: Bill): string[] {
  const names = Object.keys(features)
  const services = Map.groupBy(lines, ({ service }) => service)
  const cell = (value: number) => (Math.abs(value) < 0.005 ? '·' : value.toFixed(2))
  const rows = [...services].map(([service, own]) => {
    const sum = (pick: (line: (typeof own)[number]) => number) =>
      own.reduce((all, it) => all + pick(it), 0)
    const parts = names.map((name) => cell(sum((it) => it.parts[name] ?? 0)))
    return [service, ...parts, cell(-sum((it) => it.free)), cell(sum((it) => it.total))]
  })
  const sums = names.map((name) => cell(features[name]!))
  const table = toTable([
    ['', ...names, 'free tier', 'to pay'],
    ...rows,
    ['', ...sums, cell(-free), cell(total)],
  ])
  const rule = '─'.repeat(Math.max(...table.map(({ length }) => length)))
  return [table[0]!, rule, ...table.slice(1, -1), rule, table.at(-1)!]
}

function renderFeatures(
  { features, listed, total }: Bill,
  { times, users }: ProjectionInput,
): string[] {
  const share = listed > 0 ? total / listed : 1
  const rows = Object.entries(features)
    .filter(([name]) => name !== always)
    .map(([name, dollars]) => {
      const plays = users * times[name]!
      const each = plays > 0 ? `$${((dollars * 1000) / plays).toFixed(4)}` : '·'
      return [
        name,
        `${times[name]} a user`,
        toCount(plays),
        each,
        `$${((dollars * share * 1000) / users).toFixed(3)}`,
      ]
    })
  return toTable([['', 'in a month', 'in all', 'for 1,000', 'for 1,000 users *'], ...rows]).concat(
    '* its share of what is to be paid; the columns before hold before the free tier',
  )
}

function renderDrivers({ lines, total }: Bill, prices: PriceTable): string[] {
  const most = lines.slice(0, 6)
  const sums = toTable(
    most.map((it) => [`  ${it.service}`, toDollars(it.total), toPercent(it.total / total)]),
  )
  return most.map(({ price, unit, amount, parts, listed }, index) => {
    const { per = 1, tiers } = requirePrice(prices, price)
    const [feature, share] = Object.entries(parts).toSorted(([, a], [, b]) => b - a)[0]!
    const each = `$${tiers[0]!.price}${per > 1 ? ` for ${toCount(per)}` : ''}`
    const of = `${Math.round((share / listed) * 100)} % for ${feature}`
    return `${sums[index]}  ${toCount(amount)} ${unit} at ${each}; ${of}`
  })
}

function renderSensitivity(input: ProjectionInput, total: number): string[] {
  const { assumed = assumptions } = input
  const { waits } = assumed
  const doubled = {
    dynamodb: waits.dynamodb * 2,
    sqs: waits.sqs * 2,
    sns: waits.sns * 2,
    s3: waits.s3 * 2,
  }
  const cases: [string, Partial<ProjectionInput>][] = [
    ['the free tier used up by others', { freeTier: false }],
    [
      'Lambda’s cores half as fast as the measuring one',
      { assumed: { ...assumed, slowness: assumed.slowness * 2 } },
    ],
    ['tables and queues answering twice as slowly', { assumed: { ...assumed, waits: doubled } }],
    [
      'ten times as many cold starts',
      { assumed: { ...assumed, cold: Math.min(1, assumed.cold * 10) } },
    ],
    ['80 % of public pages from the CDN’s cache', { assumed: { ...assumed, cached: 0.8 } }],
    ['twice as many users', { users: input.users * 2 }],
    ['a tenth of the users', { users: input.users / 10 }],
  ]
  const rows = cases.map(([name, change]) => {
    const other = project({ ...input, ...change }).total
    const difference = other - total
    return [`  ${name}`, toDollars(other), `${difference < 0 ? '' : '+'}${toDollars(difference)}`]
  })
  return toTable(rows)
}

function renderServers(input: ProjectionInput, hasColors: boolean): string[] {
  const { users } = input
  const { breakEven, ...comparison } = compare(input)
  const { tasks } = toServers(input)
  const to = Math.max(breakEven ? breakEven * 1.6 : 0, users * 1.25)
  const where = breakEven
    ? `Servers are cheaper from ${toCount(breakEven)} users a month on.`
    : 'Servers are never cheaper.'
  return [
    `Functions or servers: ${toDollars(comparison.functions(users))} for API Gateway and Lambda, or ` +
      `${toDollars(comparison.servers(users))} for ${tasks} containers with a load balancer.`,
    where,
    ...renderAlone(input),
    `Tables, queues, logs and CDN are the same for both, and not in the plot.`,
    '',
    ...toTerminalPlot(comparison, { to, unit: 'users a month', breakEven, hasColors }),
  ]
}

// What many a small site runs on: cheaper, and down whenever it is.
function renderAlone(input: ProjectionInput): string[] {
  const alone = { ...input, fleet: { ...input.fleet, least: 1, isBalanced: false } }
  const { breakEven } = compare(alone)
  const { total, tasks } = toServers(alone)
  if (tasks > 1 || breakEven === undefined) return []
  const from = toCount(Number(breakEven.toPrecision(3)))
  return [
    `One container alone, down when it is down: ${toDollars(total)}, cheaper from ${from} users on.`,
  ]
}
