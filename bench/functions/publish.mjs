/**
 * Puts the figures of a whole run where people see them: docs/bench.svg, and the tables in
 * docs/bench.md (goals, costs, each job), each between two marks.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderChart } from './chart.mjs'
import { ours } from './contenders.mjs'
import { toDollars } from './report.mjs'

const docs = join(import.meta.dirname, '../../docs')

/** @param {object} run as it is in .artifacts/bench/functions.json */
export function publish(run) {
  writeFileSync(join(docs, 'bench.svg'), renderChart(run.titles, run.results))
  const file = join(docs, 'bench.md')
  writeFileSync(file, fillIn(readFileSync(file, 'utf8'), run))
}

/** The text of docs/bench.md with the figures of a run between its marks. @throws Error without a mark */
export function fillIn(text, run) {
  const { titles, results } = run
  const sections = Object.entries(results).map(
    ([job, list]) => `### ${titles[job]}\n\n${toTable(list)}`,
  )
  const parts = {
    goals: toGoals(run),
    cost: toCosts(run),
    'figures of the last whole run': [toIntroduction(run), ...sections].join('\n\n'),
  }
  return Object.entries(parts).reduce(replace, text)
}

function replace(text, [name, part]) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of the ${name.split(' ')[0]} -->`]
  const [before, rest] = text.split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`docs/bench.md has lost its marks ${begin} and ${end}.`)
  return `${before}${begin}\n\n${part}\n\n${end}${after}`
}

/** Each goal of bench/budgets.json, and how far it is met. */
function toGoals({ titles, results, verdicts }) {
  const rows = verdicts
    .filter(({ goal }) => goal !== undefined)
    .map(({ job, kind, goal, value, isGoalMet }) => {
      const reference = results[job].find(({ isReference }) => isReference)
      const own = results[job].find(({ name }) => name === ours)
      const name = `${kind}, ${titles[job]} ÷ ${reference.name}`
      return [name, goal.toFixed(2), value, isGoalMet ? 'met' : missed(own, reference, kind, goal)]
    })
  return renderTable(['', 'goal', 'measured', ''], rows)
}

function missed(own, reference, kind, goal) {
  if (kind === 'cold') {
    return `missed by ${(own.cold.cpu.value - goal * reference.cold.cpu.value).toFixed(1)} ms`
  }
  return `missed by ${micros(own.warm.p50.value - goal * reference.warm.p50.value)} µs`
}

/** Ours beside the ends of the field. */
function toCosts({ titles, results }) {
  const rows = Object.entries(results).map(([job, list]) => {
    const priced = list.filter(({ cost }) => cost)
    const peers = priced.filter(({ name, isReference }) => name !== ours && !isReference)
    const sorted = peers.toSorted((one, other) => one.cost.total - other.cost.total)
    const shown = [
      priced.find(({ isReference }) => isReference),
      priced.find(({ name }) => name === ours),
      sorted[0],
      sorted.at(-1),
    ]
    return [titles[job], ...shown.map(toCostCell)]
  })
  return renderTable(['', 'by hand', '**ours**', 'cheapest peer', 'dearest peer'], rows)
}

function toCostCell(it) {
  if (!it) return ''
  const { name, isReference, cost } = it
  const whose = isReference || name === ours ? '' : `${name}: `
  return `${whose}${toDollars(cost.total)} (${cost.warm.toFixed(1)} / ${cost.cold.toFixed(0)} ms)`
}

function toIntroduction({ node, cpu, load, rounds, at }) {
  return `${at.slice(0, 10)}, Node ${node.slice(1)}, ${cpu}, load average ${load} at the end; ${rounds.cold} rounds cold, ${rounds.warm} warm.`
}

const head = [
  '',
  'cold, CPU ms',
  '÷ reference',
  'of it import',
  'first invocation',
  'clock ms',
  'MB',
  'bundle kB',
  'warm p50 µs',
  'p99 µs',
  '÷ reference',
  'billed ms, warm / cold',
  'a million',
]

function toTable(list) {
  const rows = list
    .toSorted((one, other) => (one.cold?.ratio.value ?? 99) - (other.cold?.ratio.value ?? 99))
    .map(toRow)
  return renderTable(head, rows)
}

// As oxfmt would write it.
function renderTable(head, rows) {
  const widths = head.map((_, index) =>
    Math.max(3, ...[head, ...rows].map((row) => row[index].length)),
  )
  const toLine = (cells) =>
    `| ${cells.map((cell, index) => (index ? cell.padStart(widths[index]) : cell.padEnd(widths[0]))).join(' | ')} |`
  const rule = widths.map((width, index) =>
    index ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  )
  return [toLine(head), toLine(rule), ...rows.map(toLine)].join('\n')
}

function toRow({ name, bytes, cold, warm, cost }) {
  const title = name === ours ? `**${name}**` : name
  return [
    title,
    ...(cold
      ? [
          cold.cpu.value.toFixed(1),
          interval(cold.ratio),
          cold.importing.toFixed(1),
          cold.invoking.toFixed(1),
          cold.wall.toFixed(0),
          (cold.memory / 1e6).toFixed(0),
        ]
      : ['', '', '', '', '', '']),
    (bytes / 1000).toFixed(1),
    micros(warm.p50.value),
    micros(warm.p99),
    interval(warm.ratio),
    ...(cost
      ? [`${cost.warm.toFixed(1)} / ${cost.cold.toFixed(0)}`, toDollars(cost.total)]
      : ['', '']),
  ]
}

function interval(ratio) {
  if (!ratio) return ''
  const { value, low, high } = ratio
  return low === high
    ? value.toFixed(2)
    : `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}

const micros = (value) => value.toFixed(value < 100 ? 1 : 0)
