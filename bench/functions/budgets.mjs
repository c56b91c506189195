/**
 * What may not get worse, by bench/budgets.json.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ours } from './contenders.mjs'

/**
 * @typedef {object} Verdict
 * @property {string} name
 * @property {string} [job] of a ratio
 * @property {'cold' | 'warm'} [kind]
 * @property {string} value
 * @property {string} budget
 * @property {number} [goal] of the design
 * @property {boolean} isKept
 * @property {boolean} [isGoalMet]
 */

const own = join(import.meta.dirname, '../budgets.json')

/** `functions` are ratios to the reference, `bundles` are bytes. */
export function readBudgets(file = own) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * Compares our figures with the budgets. A ratio breaks its budget when all of its interval lies
 * above it: a busy machine is no reason to fail.
 *
 * @param {Record<string, import('./results.mjs').Result[]>} results by job
 * @returns {Verdict[]}
 */
export function compare(results, { functions } = readBudgets()) {
  const all = Object.entries(results).map(([job, list]) => [
    job,
    list.find(({ name }) => name === ours),
  ])
  const ratios = all.flatMap(([job, it]) =>
    ['cold', 'warm'].flatMap((kind) => {
      const allowed = functions[job]?.[kind]
      return allowed && it?.[kind]?.ratio
        ? [{ job, kind, ...toVerdict(`${job}, ${kind}`, it[kind].ratio, allowed) }]
        : []
    }),
  )
  const loading = all.filter(([, it]) => it?.cold?.hasUndici).map(([job]) => job)
  return [
    ...ratios,
    {
      name: 'undici is loaded by none of ours',
      value: loading.length > 0 ? `loaded: ${loading.join(', ')}` : 'not loaded',
      budget: '',
      isKept: loading.length === 0,
    },
  ]
}

function toVerdict(name, { value, low, high }, { budget, goal }) {
  return {
    name,
    value: `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    budget: `budget ${budget.toFixed(2)}`,
    ...(goal !== undefined && { goal, isGoalMet: Number(value.toFixed(2)) <= goal }),
    isKept: low <= budget,
  }
}
