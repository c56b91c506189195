/**
 * From the rounds of a run to the figures of each contender.
 *
 * @module
 */
import { toCost } from './cost.mjs'
import { median, toFigure, toRatio } from './statistics.mjs'

/**
 * @typedef {import('./statistics.mjs').Figure} Figure
 * @typedef {object} Result
 * @property {string} name
 * @property {boolean} isReference
 * @property {number} bytes of all that is deployed
 * @property {{ cpu: Figure, ratio: Figure, importing: number, invoking: number, wall: number, memory: number, hasUndici: boolean }} [cold] ms
 * @property {import('./cost.mjs').Cost} [cost] of a million requests
 * @property {{ p50: Figure, p50s: number[], p99: number, cpu: number, ratio?: Figure }} [warm] µs, also of each round; no
 *   ratio to what takes next to nothing
 */

/** @returns {Result[]} of one job, its reference among them */
export function toResults(contenders, cold, warm, { reads } = {}) {
  const reference = contenders.find(({ isReference }) => isReference)
  return contenders.map((it) => {
    const figures = {
      ...(cold.has(it) && { cold: toCold(cold.get(it), cold.get(reference)) }),
      ...(warm.has(it) && { warm: toWarm(warm.get(it), warm.get(reference)) }),
    }
    return {
      name: it.name,
      isReference: it === reference,
      bytes: it.bytes,
      ...figures,
      ...(figures.cold && figures.warm && { cost: toCost({ ...figures, reads }) }),
    }
  })
}

function toCold(starts, reference) {
  const all = (name) => starts.map((it) => it[name])
  return {
    cpu: toFigure(all('cpu')),
    ratio: toRatio(
      all('cpu'),
      reference.map(({ cpu }) => cpu),
    ),
    importing: median(all('importing')),
    invoking: median(all('invoking')),
    wall: median(all('wall')),
    memory: median(all('memory')),
    hasUndici: starts.some(({ hasUndici }) => hasUndici),
  }
}

function toWarm({ cpu, p50, p99 }, reference) {
  return {
    p50: toFigure(p50),
    p50s: p50,
    p99: median(p99),
    cpu: median(cpu),
    ...(median(reference.p50) > 1 && { ratio: toRatio(p50, reference.p50) }),
  }
}
