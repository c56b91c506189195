/**
 * Rules with their dice, as they are kept in memory and on disk.
 *
 * @module
 */
import type { FaultRule, FaultSettings } from '../faults.ts'
import { checkRule } from './check.ts'
import { createDice, toStart, type Dice } from './dice.ts'
import { readFaults } from './file.ts'

export interface KeptRule extends FaultRule {
  /** Names the stream of its dice. */
  stream: string
  dice: Dice
}

/** A rule that has not struck yet, beside others. */
export function createRule(
  settings: FaultSettings,
  { others, seed }: { others: readonly KeptRule[]; seed: number },
): KeptRule {
  const { target, kind, probability = 1, ...more } = settings
  const isTaken = (number: number) => others.some(({ id }) => id === `${kind}-${number}`)
  let number = 1
  while (isTaken(number)) number++
  // Not by the id: whoever adds the same rules in another order gets the same strikes.
  const alike = others.filter((it) => it.kind === kind && it.target === target).length
  const stream = `${kind} ${target} ${alike + 1}`
  return {
    id: `${kind}-${number}`,
    target,
    kind,
    probability,
    ...Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined)),
    hits: 0,
    stream,
    dice: createDice(toStart(seed, stream)),
  }
}

/** Its count and its dice as they were in the beginning. */
export function startAgain(rule: KeptRule, seed: number): void {
  rule.hits = 0
  rule.dice = createDice(toStart(seed, rule.stream))
}

/** What a state folder keeps. What cannot be used is told and left out. */
export function loadRules(
  stateDir: string,
  options: { seed: number; log: (line: string) => void },
): { seed: number; rules: KeptRule[] } {
  const { log } = options
  const rules: KeptRule[] = []
  try {
    const { seed = options.seed, rules: given = [] } = readFaults(stateDir)
    for (const { id, hits, stream, dice, ...settings } of given) {
      const problems = checkRule(settings, {})
      if (problems.length > 0) {
        log(`A fault rule of ${stateDir} is left out. ${problems.join(' ')}`)
        continue
      }
      rules.push({
        ...createRule(settings as unknown as FaultSettings, { others: rules, seed }),
        ...(typeof id === 'string' && { id }),
        ...(typeof hits === 'number' && { hits }),
        ...(typeof stream === 'string' && { stream }),
        ...(typeof dice === 'number' && { dice: createDice(dice) }),
      })
    }
    return { seed, rules }
  } catch (error) {
    log(`There are no faults: ${(error as Error).message}`)
    return { seed: options.seed, rules }
  }
}

/** As others see it. */
export function toRule({ stream: _stream, dice: _dice, ...rule }: KeptRule): FaultRule {
  return rule
}

export function toJson({ dice, ...rule }: KeptRule): Record<string, unknown> {
  return { ...rule, dice: dice.state() }
}
