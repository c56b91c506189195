/**
 * Puts the figures of a whole run where people see them: docs/bench.svg, and the tables in
 * docs/bench.md between two marks.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderChart } from './chart.mjs'
import { ours } from './contenders.mjs'

const docs = join(import.meta.dirname, '../../docs')
const [begin, end] = ['<!-- figures of the last whole run -->', '<!-- end of the figures -->']

/** @param {object} run as it is in .artifacts/bench/functions.json */
export function publish({ titles, results, ...machine }) {
  writeFileSync(join(docs, 'bench.svg'), renderChart(titles, results))

  const file = join(docs, 'bench.md')
  const text = readFileSync(file, 'utf8')
  const [before, rest] = text.split(begin)
  const after = rest.split(end)[1]
  const figures = [toIntroduction(machine), ...Object.entries(results).map(toSection)]
  writeFileSync(file, `${before}${begin}\n\n${figures.join('\n\n')}\n\n${end}${after}`)

  function toSection([job, list]) {
    return `### ${titles[job]}\n\n${toTable(list)}`
  }
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
]

function toTable(list) {
  const rows = list
    .toSorted((one, other) => (one.cold?.ratio.value ?? 99) - (other.cold?.ratio.value ?? 99))
    .map(toRow)
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

function toRow({ name, bytes, cold, warm }) {
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
