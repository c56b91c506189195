/**
 * What was called beside what is allowed, function by function.
 *
 * @module
 */
import { styleText } from 'node:util'
import type { Call } from './calls.ts'
import type { Policy } from './policies.ts'
import type { RecordedCall } from './recorder.ts'
import { findReason } from './unused.ts'

export interface Comparison {
  rows: readonly Row[]
  /** Every call was allowed, and all that is allowed was called or has its reason. */
  isExact: boolean
  /** Every call was allowed. */
  isEnough: boolean
}

interface Row {
  title: string
  calls: number
  allowed: number
  used: number
  /** Allowed, not called, and why that is so. */
  excused: readonly { call: Call; reason: string }[]
  /** Allowed and not called. */
  unused: readonly Call[]
  /** Called and not allowed. */
  refused: readonly Call[]
}

export function compare(
  policies: ReadonlyMap<string, Policy>,
  recorded: readonly RecordedCall[],
): Comparison {
  const rows = [...policies].map(([name, policy]) => {
    return toRow(
      policy,
      recorded.filter((call) => call.name === name),
    )
  })
  const strangers = recorded.filter(({ name }) => !policies.has(name))
  const isEnough = strangers.length === 0 && rows.every((it) => it.refused.length === 0)
  const isExact = isEnough && rows.every((it) => it.unused.length === 0)
  return { rows, isExact, isEnough }
}

export function renderComparison({ rows, isExact }: Comparison): string {
  const width = Math.max(...rows.map(({ title }) => title.length))
  const head = `${'function'.padEnd(width)}  allowed  seen  excused  calls`
  const lines = rows.flatMap((row) => {
    const { title, allowed, used, excused, calls, unused, refused } = row
    const figures = [allowed, used, excused.length, calls].map((it, index) =>
      String(it).padStart([7, 4, 7, 5][index]!),
    )
    return [
      `${title.padEnd(width)}  ${figures.join('  ')}`,
      ...refused.map((it) => styleText('red', `  refused: ${toText(it)}`)),
      ...unused.map((it) => styleText('red', `  never called: ${toText(it)}`)),
    ]
  })
  return [head, ...lines, '', ...renderReasons(rows), '', toSummary(rows, isExact)].join('\n')
}

function toRow({ title, allowed }: Policy, recorded: readonly RecordedCall[]): Row {
  const seen = new Set(recorded.map(toText))
  const silent = allowed.filter((it) => !seen.has(toText(it)))
  const judged = silent.map((call) => ({ call, reason: findReason(call, title) }))
  const refused = recorded.filter((it) => !it.isAllowed)
  return {
    title,
    calls: recorded.length,
    allowed: allowed.length,
    used: allowed.length - silent.length,
    excused: judged.flatMap(({ call, reason }) => (reason ? [{ call, reason }] : [])),
    unused: judged.flatMap(({ call, reason }) => (reason ? [] : [call])),
    refused: [...new Map(refused.map((it) => [toText(it), it])).values()],
  }
}

function renderReasons(rows: readonly Row[]): string[] {
  const excused = rows.flatMap((row) => row.excused)
  const byReason = Map.groupBy(excused, ({ reason }) => reason)
  return [...byReason].map(([reason, all]) => `${all.length} not seen: ${reason}`)
}

function toSummary(rows: readonly Row[], isExact: boolean): string {
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0)
  const text =
    `${rows.length} functions may do ${sum((it) => it.allowed)} things; ` +
    `${sum((it) => it.used)} were seen in ${sum((it) => it.calls)} calls, ` +
    `${sum((it) => it.excused.length)} have their reason, ` +
    `${sum((it) => it.unused.length)} have none, and ${sum((it) => it.refused.length)} were refused.`
  return styleText(isExact ? 'green' : 'red', text)
}

function toText({ action, target }: Call): string {
  return `${action} on ${target}`
}
