/**
 * One strike: what the dice made of a rule, where, and how that is told.
 *
 * @module
 */
import type { FaultKind, FaultRule } from '../faults.ts'
import type { Dice } from './dice.ts'

export interface Strike {
  rule: string
  kind: FaultKind
  /** Of a delay, and how long a message lets others pass. */
  seconds: number
  /** Of a kill: the calls that are let through. */
  after: number
  /** Of a kill: before the next call leaves, or when it is done and its answer not seen. */
  phase: 'before' | 'after'
}

/** Where something can be struck, by all the names that a rule may give it. */
export interface Place {
  /** For people. */
  label: string
  targets: readonly string[]
}

/** The numbers of a strike. Each takes as many dice, so that a rule's next roll does not move. */
export function toStrike(rule: FaultRule, dice: Dice): Strike {
  const { id, kind, seconds = 5, after, phase } = rule
  const [first, second] = [dice.next(), dice.next()]
  return {
    rule: id,
    kind,
    // Long enough for what is sent right behind it to come first.
    seconds: kind === 'reorder' ? 0.25 + 0.75 * first : seconds,
    after: after ?? Math.floor(first * 5),
    phase: phase ?? (second < 0.5 ? 'before' : 'after'),
  }
}

/** Where the messages of a queue, or of a topic's subscriber, can be struck. */
export function toMessagePlace(source: {
  pragma: string
  name: string
  label: string
  topic?: string
}): Place {
  const { pragma, name, label, topic } = source
  return { label, targets: [`@${pragma} ${name}`, topic ? `topic ${topic}` : `queue ${name}`] }
}

/** Where an invocation can be struck: at its function, and at what leads to it. */
export function toInvocationPlace(
  { pragma, name }: { pragma: string; name: string },
  event: unknown,
): Place {
  const label = `@${pragma} ${name}`
  if (pragma === 'queues') return { label, targets: [label, `queue ${name}`] }
  if (pragma !== 'events') return { label, targets: [label] }
  const { Records } = (event ?? {}) as { Records?: { Sns?: { TopicArn?: unknown } }[] }
  const topic = String(Records?.[0]?.Sns?.TopicArn ?? name)
    .split(':')
    .at(-1)
  return { label, targets: [label, `topic ${topic}`] }
}

/** One line for the developer. */
export function renderStrike(strike: Strike, place: Place, message?: string): string {
  const { rule, kind } = strike
  const which = message ? `message ${message.slice(0, 8)}` : 'it'
  return `Fault ${rule} at ${place.label}: ${words[kind](which, strike)}.`
}

const words: Record<FaultKind, (which: string, strike: Strike) => string> = {
  duplicate: (which) => `${which} was done, and is handed out once more`,
  drop: (which) => `${which} was handed out, and lost on its way`,
  delay: (which, { seconds }) => `${which} is handed out ${seconds} s later`,
  reorder: (which, { seconds }) => `${which} lets others pass for ${seconds.toFixed(2)} s`,
  throw: (which) => `${which} fails before its handler runs`,
  timeout: (which) => `${which} runs, and its answer is lost`,
  kill: (which, { after, phase }) =>
    phase === 'before'
      ? `${which} is killed before its call ${after + 1} leaves`
      : `${which} is killed when its call ${after + 1} is done, its answer not seen`,
}
