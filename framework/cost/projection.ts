/**
 * A profile's whole month: usage, bill, and the comparison with servers.
 *
 * @module
 */
import type { Template } from '../deploy/cloudformation.ts'
import { toBill, always, type Bill } from './bill.ts'
import { findBreakEven, type Comparison } from './break-even.ts'
import { hasBackups, toFixedUsage } from './fixed.ts'
import type { Measured } from './measured.ts'
import type { PriceTable } from './prices.ts'
import type { Fleet } from './profile.ts'
import { replaced, toServerBill } from './servers.ts'
import { assumptions, toUsage, type Assumptions, type Usage } from './usage.ts'

/** What is projected. */
export interface ProjectionInput {
  users: number
  /** How often each user does what, in a month. */
  times: Readonly<Record<string, number>>
  measured: Pick<Measured, 'features'>
  template: Pick<Template, 'Resources'>
  prices: PriceTable
  fleet?: Partial<Fleet> | undefined
  freeTier?: boolean
  assumed?: Assumptions
}

/** The month's bill. */
export function project(input: ProjectionInput): Bill {
  const { prices, freeTier = true } = input
  return toBill(prices, listUsages(input), { freeTier })
}

/** Functions against servers, over the number of users: only what differs between the two. */
export function compare(input: ProjectionInput): Comparison & { breakEven: number | undefined } {
  const comparison: Comparison = {
    functions: (users) =>
      project({ ...input, users })
        .lines.filter(({ price }) => replaced.includes(price))
        .reduce((all, { total }) => all + total, 0),
    servers: (users) => toServers({ ...input, users }).total,
  }
  return { ...comparison, breakEven: findBreakEven(comparison) }
}

/** The fleet for so many users. */
export function toServers(input: ProjectionInput) {
  const { prices, measured, users, times, fleet = {} } = input
  return toServerBill(prices, measured, { users, times, fleet, usage: listUsages(input) })
}

function listUsages(input: ProjectionInput): Record<string, Usage> {
  const { users, times, measured, template, assumed = assumptions } = input
  const done = Object.fromEntries(Object.entries(times).filter(([, each]) => each > 0))
  const usages = toUsage(measured, { users, times: done, assumed })
  const isBackedUp = hasBackups(template)
  const entries = Object.entries(usages).map(
    ([name, { 'table-backups': backups = 0, ...rest }]) => [
      name,
      { ...rest, ...(isBackedUp && { 'table-backups': backups }) },
    ],
  )
  return { ...Object.fromEntries(entries), [always]: toFixedUsage(template) }
}
