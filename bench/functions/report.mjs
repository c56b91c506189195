/**
 * What the bench prints: a table for each job, and the budgets.
 *
 * @module
 */
import { styleText } from 'node:util'
import { ours } from './contenders.mjs'

const heads = [
  ['cold', 'CPU ms'],
  ['', '× ref.', 26],
  ['', 'import'],
  ['', 'invoke'],
  ['', 'wall ms'],
  ['', 'MB'],
  ['', 'bundle kB', 11],
  ['warm', 'p50 µs', 10],
  ['', 'p99 µs', 10],
  ['', 'CPU µs', 10],
  ['', '× ref.', 26],
  ['billed', 'warm ms', 9],
  ['', 'cold ms', 9],
  ['a million', 'in all', 10],
  ['', 'time', 9],
]

/** @param {import('./results.mjs').Result[]} results of one job */
export function renderJob(title, results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  const cells = (list) => list.map((text, index) => text.padStart(heads[index][2] ?? 9)).join('')
  const lines = [
    styleText('bold', title),
    `  ${' '.repeat(width)}${cells(heads.map(([group]) => group))}`,
    `  ${' '.repeat(width)}${cells(heads.map(([, name]) => name))}`,
  ]
  for (const it of results.toSorted(byCold)) {
    const line = `  ${it.name.padEnd(width)}${cells(toCells(it))}`
    lines.push(it.name === ours ? styleText(['bold', 'green'], line) : line)
  }
  return lines.join('\n')
}

function byCold(one, other) {
  return (one.cold?.ratio.value ?? Infinity) - (other.cold?.ratio.value ?? Infinity)
}

function toCells({ cold, warm, bytes, cost }) {
  const coldCells = cold
    ? [
        cold.cpu.value.toFixed(1),
        interval(cold.ratio),
        cold.importing.toFixed(1),
        cold.invoking.toFixed(1),
        cold.wall.toFixed(0),
        (cold.memory / 1e6).toFixed(0),
      ]
    : ['', '', '', '', '', '']
  const warmCells = warm
    ? [micros(warm.p50.value), micros(warm.p99), micros(warm.cpu), interval(warm.ratio)]
    : ['', '', '', '']
  const costCells = cost
    ? [cost.warm.toFixed(1), cost.cold.toFixed(0), toDollars(cost.total), toDollars(cost.duration)]
    : ['', '', '', '']
  return [...coldCells, (bytes / 1000).toFixed(1), ...warmCells, ...costCells]
}

const interval = (ratio) =>
  ratio ? `${ratio.value.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})` : ''

/** To a tenth of a cent: no more was measured. */
export const toDollars = (value) => `$${value.toFixed(3)}`

const micros = (value) => value.toFixed(value < 100 ? 1 : 0)

/** @param {import('./budgets.mjs').Verdict[]} verdicts */
export function renderVerdicts(verdicts) {
  const width = Math.max(...verdicts.map(({ name }) => name.length))
  return verdicts
    .map(({ name, value, budget, goal, isKept, isGoalMet }) => {
      const sign = isKept ? styleText('green', '✔') : styleText('red', '✘')
      const aim = goal === undefined ? '' : `goal ${goal} ${isGoalMet ? 'met' : 'missed'}`
      return `  ${sign} ${name.padEnd(width)}  ${value.padEnd(24)}  ${budget.padEnd(24)}  ${aim}`
    })
    .join('\n')
}
