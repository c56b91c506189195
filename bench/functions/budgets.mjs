/**
 * What may not get worse, by bench/budgets.json.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ours } from './contenders.mjs'
import { toRatio } from './statistics.mjs'

/**
 * @typedef {object} Verdict
 * @property {string} name
 * @property {string} [job] of a ratio
 * @property {'cold' | 'warm'} [kind]
 * @property {string} value
 * @property {string} budget empty where there is none
 * @property {number} [goal] of the design
 * @property {boolean} isKept
 * @property {boolean} [isGoalMet]
 */

const own = join(import.meta.dirname, '../budgets.json')

/**
 * `functions` are ratios, `bundles` are bytes. A goal is of the ratio to the reference, and so is a budget, unless
 * it names another one by `against`: what it does in another way (a thread of its own, or none) takes more or less
 * on another machine, or in another hour.
 */
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
      if (!allowed || !it?.[kind]?.ratio) return []
      const own = allowed.against ? { goal: allowed.goal } : allowed
      return [{ job, kind, ...toVerdict(`${job}, ${kind}`, it[kind].ratio, own) }]
    }),
  )
  const others = Object.keys(results).flatMap((job) => toOthers(job, results[job], functions[job]))
  const loading = all.filter(([, it]) => it?.cold?.hasUndici).map(([job]) => job)
  return [
    ...ratios,
    ...others,
    {
      name: 'undici is loaded by none of ours',
      value: loading.length > 0 ? `loaded: ${loading.join(', ')}` : 'not loaded',
      budget: '',
      isKept: loading.length === 0,
    },
  ]
}

/** The names of those, beside the references, that budgets need. */
export function listOthers({ functions } = readBudgets()) {
  return Object.values(functions).flatMap(({ warm }) => warm?.against ?? [])
}

function toOthers(job, list, { warm: { against, budget } = {} } = {}) {
  const find = (wanted) => list.find(({ name }) => name === wanted)?.warm?.p50s
  const [own, other] = [find(ours), find(against)]
  return own && other
    ? [toVerdict(`${job}, warm, against ${against}`, toRatio(own, other), { budget })]
    : []
}

function toVerdict(name, { value, low, high }, { budget, goal }) {
  return {
    name,
    value: `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
    budget: budget === undefined ? '' : `budget ${budget.toFixed(2)}`,
    ...(goal !== undefined && { goal, isGoalMet: Number(value.toFixed(2)) <= goal }),
    isKept: budget === undefined || low <= budget,
  }
}
