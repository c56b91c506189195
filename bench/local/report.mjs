/**
 * What the bench prints: a table for each request, and the budgets.
 *
 * @module
 */
import { empty, levels, requests } from './requests.mjs'

const ours = 'npm start (ours)'
const stock = 'arc sandbox (stock)'
const inProcess = 'serverless-offline, in process'

/** @param {{ name: string, first: number, edits?: number[], restart?: number, runs: object }[]} results */
export function renderTables(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  const head = levels.map((it) => `${it} connection${it > 1 ? 's' : ''}`.padStart(33)).join('')
  const tables = Object.keys(requests).map((request) => {
    const rows = results.map(({ name, runs }) => {
      const cells = levels.map((level) => toCell(runs[request][level]))
      return `  ${name.padEnd(width)}${cells.join('')}`
    })
    return [`${request}\n  ${' '.repeat(width)}${head}`, ...rows].join('\n')
  })
  const times = results.map(
    ({ name, first, edits, restart }) =>
      `  ${name.padEnd(width)}  first answer after ${seconds(first)}, ` +
      (edits
        ? `answer to an edit after ${median(edits).toFixed(0)} ms (at most ${Math.max(...edits).toFixed(0)})`
        : `an edit needs a new start: ${seconds(restart)}`),
  )
  return [...tables, `times\n${times.join('\n')}`].join('\n\n')
}

/** @returns {{ name: string, value: string, isKept: boolean }[]} */
export function toBudgets(results) {
  const find = (name) => results.find((it) => it.name === name)
  const own = find(ours)
  const rate = (it, level) => it?.runs[empty][level].perSecond
  const ratios = (other) => levels.map((level) => rate(own, level) / rate(other, level))
  const compare = (name, other, least) => {
    if (!find(other)) return { name, value: `${other} did not run`, isKept: false }
    const all = ratios(find(other))
    const value = all.map((it, index) => `${it.toFixed(2)} × at ${levels[index]}`).join(', ')
    return { name, value, isKept: all.every((it) => it >= least) }
  }
  const errors = Object.values(own.runs).flatMap((levels) => Object.values(levels))
  const failed = errors.reduce((sum, it) => sum + it.errors, 0)
  const p50 = own.runs[empty][1].p50
  return [
    compare('empty handler: at least 100 × stock', stock, 100),
    compare('empty handler: at least serverless-offline in process', inProcess, 1),
    limit('empty handler: p50 at 1 connection', p50, 5),
    limit('edit to new answer', median(own.edits), 300),
    limit('start to first answer', own.first, 3000),
    { name: 'no errors', value: `${failed}`, isKept: failed === 0 },
  ]
}

const limit = (name, value, most) => ({
  name: `${name}: at most ${most} ms`,
  value: `${value.toFixed(value < 10 ? 2 : 0)} ms`,
  isKept: value <= most,
})

/** ✔ or ✘ before each; the same for every bench. */
export function renderBudgets(budgets) {
  const width = Math.max(...budgets.map(({ name }) => name.length))
  return budgets
    .map(({ name, value, isKept }) => `  ${isKept ? '✔' : '✘'} ${name.padEnd(width)}  ${value}`)
    .join('\n')
}

/** Of several rounds; errors are added up. */
export function merge(rounds) {
  const of = (name) => median(rounds.map((it) => it[name]))
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    errors: rounds.reduce((sum, it) => sum + it.errors, 0),
  }
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

function toCell({ perSecond, p50, p99, errors }) {
  const rate = `${perSecond.toFixed(perSecond < 100 ? 1 : 0)}/s`
  const text = `${rate} ${p50.toFixed(2)}/${p99.toFixed(1)} ms${errors ? ` ${errors} ✘` : ''}`
  return text.padStart(33)
}

const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`
