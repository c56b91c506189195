/**
 * Faults on purpose: messages that come twice, late, out of order or not at all, and functions that
 * throw, time out or die. Rules say where, seeded dice say when, so that a run can be had again.
 *
 * @module
 */
import { checkRule, type Reach } from './faults/check.ts'
import { writeFaults } from './faults/file.ts'
import { createRule, loadRules, startAgain, toJson, toRule, type KeptRule } from './faults/rules.ts'
import { renderStrike, toStrike, type Place, type Strike } from './faults/strike.ts'

export type FaultKind = 'duplicate' | 'drop' | 'delay' | 'reorder' | 'throw' | 'timeout' | 'kill'

/** Where a fault strikes, and how often. */
export interface FaultRule {
  id: string
  /**
   * A function: `@queues article-viewed`, `@events newsletter-on-article-published`, `@http get /`,
   * `@scheduled x`, `@tables-streams x`. What leads to functions: `topic article-published`,
   * `queue article-viewed`. Or `*`.
   */
  target: string
  kind: FaultKind
  /** 0 to 1. Default 1. */
  probability: number
  /** How often at most; left out: no limit. */
  times?: number
  /** Of a delay. Default 5. */
  seconds?: number
  /**
   * Of a kill: this many outgoing calls are let through. Left out: 0 to 4, by the dice. A function
   * that makes no more of them is killed when it is about to answer.
   */
  after?: number
  /**
   * Of a kill: `before` the next call leaves, or `after` it was done and before its answer is seen.
   * Left out: by the dice.
   */
  phase?: 'before' | 'after'
  /** How often it has struck. */
  hits: number
}

/** A rule as it is given. */
export type FaultSettings = Omit<FaultRule, 'id' | 'hits' | 'probability'> & {
  probability?: number
}

export interface Faults {
  list: () => FaultRule[]
  /** @throws FaultProblem with all mistakes */
  add: (rule: FaultSettings) => FaultRule
  remove: (id: string) => void
  /** Takes all rules away. */
  clear: () => void
  seed: () => number
  /** Starts the dice and the counts anew: the same seed, rules and order of events give the same faults. */
  setSeed: (seed: number) => void
  /** Hears of each change and each strike. Answers what ends that. */
  onChange: (listen: () => void) => () => void
  /** From now on rules of what is not there are refused. What was learned before is kept. */
  learn: (reach: Reach) => void
  /** Keeps all in a state folder from now on, and goes on with what is there. */
  open: (options: { stateDir?: string; log?: (line: string) => void }) => void
  /**
   * Rolls the dice of every rule of these kinds that fits. Where several strike, the first one
   * does; the streams of the others go on all the same.
   */
  strike: (kinds: readonly FaultKind[], place: Place, message?: string) => Strike | undefined
}

/** All that is wrong with a rule, one sentence to a line. */
export class FaultProblem extends Error {
  override readonly name = 'FaultProblem'
}

/** Rules without effect until something asks them to strike. */
export function createFaults(
  options: { seed?: number; stateDir?: string; log?: (line: string) => void } = {},
): Faults {
  let { seed = 1, stateDir, log = () => {} } = options
  let rules: KeptRule[] = []
  let known: Reach = {}
  const listeners = new Set<() => void>()

  function changed(): void {
    if (stateDir) writeFaults(stateDir, { seed, rules: rules.map(toJson) })
    for (const listen of listeners) listen()
  }

  function load(): void {
    ;({ seed, rules } = loadRules(stateDir!, { seed, log }))
  }

  const faults: Faults = {
    list: () => rules.map(toRule),

    add(settings) {
      const problems = checkRule(settings, known)
      if (problems.length > 0) throw new FaultProblem(problems.join('\n'))
      const rule = createRule(settings, { others: rules, seed })
      rules.push(rule)
      changed()
      return toRule(rule)
    },

    remove(id) {
      rules = rules.filter((it) => it.id !== id)
      changed()
    },

    clear() {
      rules = []
      changed()
    },

    seed: () => seed,

    setSeed(next) {
      if (!Number.isSafeInteger(next)) {
        throw new FaultProblem(`seed is ${String(next)}: it is a whole number.`)
      }
      seed = next
      for (const rule of rules) startAgain(rule, seed)
      changed()
    },

    onChange(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },

    learn(reach) {
      known = { ...known, ...reach }
    },

    open(next) {
      log = next.log ?? log
      stateDir = next.stateDir ?? stateDir
      if (!stateDir) return
      load()
      if (rules.length > 0) {
        log(
          `Faults will strike: ${rules.map(({ id, target }) => `${id} at ${target}`).join(', ')}.`,
        )
      }
    },

    strike(kinds, place, message) {
      let struck: { rule: KeptRule; strike: Strike } | undefined
      for (const rule of rules) {
        const { kind, target, probability, times = Infinity, hits, dice } = rule
        const fits = target === '*' || place.targets.includes(target)
        if (!fits || !kinds.includes(kind) || hits >= times) continue
        if (dice.next() >= probability) continue
        const strike = toStrike(rule, dice)
        struck ??= { rule, strike }
      }
      if (!struck) return undefined
      struck.rule.hits++
      log(renderStrike(struck.strike, place, message))
      changed()
      return struck.strike
    },
  }
  if (stateDir) load()
  return faults
}

/** This process's. */
export const faults: Faults = createFaults()
