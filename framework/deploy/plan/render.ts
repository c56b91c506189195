/**
 * How a plan is printed.
 *
 * @module
 */
import { styleText } from 'node:util'
import type { Finding } from '../guard.ts'
import type { Deployed } from '../guard/deployed.ts'
import type { Kind } from '../guard/parts.ts'
import { sum, type PartChange, type Plan } from '../plan.ts'
import { renderFindings } from './findings.ts'
import { keepTogether, wrap } from './wrap.ts'

/** What is printed. */
export interface Printable {
  plan: Plan
  app: string
  stage: string
  stackName: string
  region: string
  deployed: Deployed
  findings: Finding[]
  /** What is wrong with the stage’s variables, or why they are not known. */
  variables: { problems: string[]; reason?: string }
  /** False while `npm start` runs from the same folder. */
  isCodeCompared: boolean
  /** How many rules there are. */
  rules: number
  /** The command that deploys this, its flags included. */
  command: string
  /** Columns of the terminal. */
  width: number
  labelOf: (id: string) => string
}

/** The plan, ready to print. */
export function renderPlan(it: Printable): string {
  return [
    '',
    ...renderHead(it),
    '',
    ...renderChanges(it.plan, it.width),
    ...(it.plan.changes.length > 0 ? [''] : []),
    ...renderCosts(it.plan, it.width),
    '',
    ...renderFindings(it),
    '',
  ].join('\n')
}

function renderHead(it: Printable): string[] {
  const { app, stage, stackName, region, width } = it
  const title = `${styleText('bold', app)} to ${styleText('bold', stage)}`
  return [
    `  ${title}   ${styleText('dim', `${stackName}, ${region}`)}`,
    '',
    ...wrap(toSummary(it), { width: width - 2, lines: 4 }).map((line) => `  ${line}`),
  ]
}

function toSummary({ deployed, plan, isCodeCompared }: Printable): string {
  const { source, template, at, reason } = deployed
  const unasked = source === 'aws' ? '' : `AWS could not be asked (${reason}). `
  if (!template) {
    return source === 'aws'
      ? 'Nothing is deployed under this name yet: all of this is new.'
      : `${unasked}All of this looks new.`
  }
  const since = at
    ? `what was deployed from here on ${at.slice(0, 16).replace('T', ' ')}`
    : 'what is deployed'
  const code = isCodeCompared ? '' : ' Code is not compared while npm start runs here.'
  return `${unasked}Compared with ${since}: ${countChanges(plan)}.${code}`
}

function countChanges({ changes }: Plan): string {
  const counts = (['added', 'changed', 'replaced', 'removed'] as const).flatMap((kind) => {
    const { length } = changes.filter(({ change }) => change === kind)
    return length > 0 ? [`${length} ${kind}`] : []
  })
  return counts.join(', ') || 'nothing changes'
}

const signs = { added: '+', changed: '~', replaced: '±', removed: '−' } as const
const colours = { added: 'green', changed: 'yellow', replaced: 'red', removed: 'red' } as const
const plurals: Readonly<Record<Kind, [string, string]>> = {
  table: ['table', 'tables'],
  bucket: ['bucket', 'buckets'],
  route: ['route', 'routes'],
  event: ['event', 'events'],
  queue: ['queue', 'queues'],
  schedule: ['schedule', 'schedules'],
  stream: ['stream', 'streams'],
  function: ['function', 'functions'],
  site: ['of the site', 'of the site'],
  alarm: ['alarm', 'alarms'],
  other: ['other', 'others'],
}

// What changes in the same way stands together.
function renderChanges({ changes }: Plan, width: number): string[] {
  const groups = [
    ...Map.groupBy(changes, ({ kind, change, notes }) =>
      [kind, change, ...notes].join('\n'),
    ).values(),
  ]
  const labels = groups.map((group) => toLabel(group))
  const column = Math.max(0, ...labels.map((label) => label.length)) + 6
  return groups.flatMap((group, index) => {
    const [{ change, notes }] = group as [PartChange]
    const sign = styleText(colours[change], signs[change])
    const names = wrap(group.map(({ name }) => keepTogether(name)).join(', '), {
      width: width - column,
      lines: 3,
    })
    const said = wrap(notes.map(keepTogether).join(', '), { width: width - column, lines: 4 })
    const isShort =
      names.length === 1 &&
      said.length === 1 &&
      notes.length > 0 &&
      names[0]!.length + said[0]!.length + 3 < width - column
    const body = isShort
      ? [`${names[0]}   ${styleText('dim', said[0]!)}`]
      : [...names, ...said.filter(Boolean).map((line) => styleText('dim', line))]
    return body.map((line, row) =>
      row === 0
        ? `  ${sign} ${labels[index]!.padEnd(column - 4)}${line}`
        : `${' '.repeat(column)}${line}`,
    )
  })
}

function toLabel(group: readonly PartChange[]): string {
  const [one, many] = plurals[group[0]!.kind]
  return group.length === 1 ? one : `${group.length} ${many}`
}

function renderCosts({ costs, costsNow }: Plan, width: number): string[] {
  const total = sum(costs)
  const now =
    costsNow === undefined || toDollars(costsNow) === toDollars(total)
      ? ''
      : styleText('dim', ` (now ${toDollars(costsNow)})`)
  const paid = costs.filter(({ monthly }) => monthly >= 0.005)
  const free = costs.filter(({ monthly }) => monthly < 0.005).map(({ name }) => name)
  const column = Math.max(0, ...paid.map(({ name }) => name.length)) + 2
  return [
    `  ${styleText('bold', toDollars(total))} a month before anybody visits${now}`,
    ...paid.flatMap(({ name, monthly, why }) =>
      wrap(why, { width: width - column - 14, lines: 3 }).map((line, row) =>
        row === 0
          ? `    ${name.padEnd(column)}${toDollars(monthly).padStart(7)}   ${styleText('dim', line)}`
          : `${' '.repeat(column + 14)}${styleText('dim', line)}`,
      ),
    ),
    ...(free.length > 0
      ? wrap(`Within the free tier: ${free.join(', ')}`, { width: width - 4, lines: 3 }).map(
          (line) => `    ${styleText('dim', line)}`,
        )
      : []),
  ]
}

function toDollars(amount: number): string {
  return `$${amount.toFixed(2)}`
}
