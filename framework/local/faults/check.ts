/**
 * What a fault rule may say.
 *
 * @module
 */
import type { FaultKind } from '../faults.ts'

/** What there is to strike, as far as it is known; what is not known is not checked. */
export interface Reach {
  /** `@queues article-viewed`, `@http get /`. */
  functions?: readonly string[]
  topics?: readonly string[]
  queues?: readonly { name: string; fifo: boolean }[]
}

/** Those that strike a message on its way to a function. */
export const messageKinds: readonly FaultKind[] = ['duplicate', 'drop', 'delay', 'reorder']

/** Those that strike an invocation. */
export const invocationKinds: readonly FaultKind[] = ['throw', 'timeout', 'kill']

const kinds = [...messageKinds, ...invocationKinds]
const settings = ['target', 'kind', 'probability', 'times', 'seconds', 'after', 'phase']

/** SQS hides no message for longer, in seconds. */
const longest = 43_200

/** All that is wrong with a rule, in one sentence each. */
export function checkRule(given: unknown, reach: Reach): string[] {
  if (typeof given !== 'object' || given === null) return ['A fault rule is an object.']
  const rule = given as Record<string, unknown>
  const { kind, probability = 1, times, seconds, after, phase } = rule
  const problems = [...checkNames(rule), ...checkTarget(rule, reach)]

  if (!kinds.includes(kind as FaultKind)) {
    problems.push(`kind is ${show(kind)}: it is one of ${kinds.join(', ')}.`)
  }
  if (!isNumber(probability, 0, 1)) {
    problems.push(`probability is ${show(probability)}: it is a number from 0 to 1.`)
  }
  if (times !== undefined && !isWhole(times, 1)) {
    problems.push(`times is ${show(times)}: it is a whole number from 1 on.`)
  }
  if (seconds !== undefined && (!isNumber(seconds, 0, longest) || seconds === 0)) {
    problems.push(`seconds is ${show(seconds)}: it is a number above 0, up to ${longest}.`)
  }
  if (after !== undefined && !isWhole(after, 0)) {
    problems.push(`after is ${show(after)}: it is a whole number from 0 on.`)
  }
  if (phase !== undefined && phase !== 'before' && phase !== 'after') {
    problems.push(`phase is ${show(phase)}: it is before or after.`)
  }
  if (seconds !== undefined && kind !== 'delay') problems.push('seconds goes with a delay only.')
  for (const name of ['after', 'phase']) {
    if (rule[name] !== undefined && kind !== 'kill') problems.push(`${name} goes with a kill only.`)
  }
  return problems
}

function checkNames(rule: Record<string, unknown>): string[] {
  const unknown = Object.keys(rule).filter((name) => !settings.includes(name))
  return unknown.map((name) => `There is no setting ${name}: there are ${settings.join(', ')}.`)
}

function checkTarget({ target, kind }: Record<string, unknown>, reach: Reach): string[] {
  if (target === '*') return []
  const [, what, name] =
    /^(@(?:queues|events|http|scheduled|tables-streams)|topic|queue) (.+)$/.exec(String(target)) ??
    []
  if (!what || !name) {
    return [
      `target is ${show(target)}: it is a function such as "@queues article-viewed" or ` +
        '"@http get /", "topic article-published", "queue article-viewed", or "*".',
    ]
  }
  const known = listNames(what, reach)
  if (known && !known.includes(name)) {
    const there = known.length > 0 ? `there are ${known.join(', ')}` : 'there is none'
    return [`There is no ${what} ${name}: ${there}.`]
  }
  if (!messageKinds.includes(kind as FaultKind)) return []
  if (/^@(http|scheduled|tables-streams)$/.test(what)) {
    return [`${String(kind)} strikes messages of topics and queues; ${what} ${name} gets none.`]
  }
  const isFifo = reach.queues?.some((queue) => queue.name === name && queue.fifo)
  if (kind === 'reorder' && isFifo && /^(@queues|queue)$/.test(what)) {
    return [`${name} is a FIFO queue, which keeps its order: reorder a standard queue or a topic.`]
  }
  return []
}

function listNames(what: string, { functions, topics, queues }: Reach): string[] | undefined {
  if (what === 'topic') return topics && [...topics]
  if (what === 'queue') return queues?.map(({ name }) => name)
  const own = functions?.filter((name) => name.startsWith(`${what} `))
  return own?.map((name) => name.slice(what.length + 1))
}

function isNumber(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most
}

function isWhole(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}
