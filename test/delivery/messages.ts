/**
 * What is sent: good and poison, in ten to a request, each with a key of its own.
 *
 * @module
 */
import type { Dice } from '../../framework/local/faults/dice.ts'
import { createMessage } from '../../framework/message.ts'
import { z } from '../../framework/validate.ts'

export interface Sent {
  where: 'happened' | 'work' | 'ordered'
  id: string
  isPoison: boolean
  group?: string
  place?: number
}

export interface Sizes {
  events: number
  messages: number
  /** Of the messages, those of a FIFO queue. */
  ordered: number
  groups: number
}

/** One in twenty of each kind is poison. */
export function planMessages({ events, messages, ordered, groups }: Sizes, dice: Dice): Sent[] {
  const plan = [
    ...Array.from({ length: events }, (_, number) => toSent('happened', number)),
    ...Array.from({ length: messages - ordered }, (_, number) => toSent('work', number)),
    ...Array.from({ length: ordered }, (_, number) => ({
      ...toSent('ordered', number),
      group: `group-${number % groups}`,
      place: number,
    })),
  ]
  for (let start = 0; start < plan.length; start += 20) {
    plan[start + Math.floor(dice.next() * 20)]!.isPoison = true
  }
  return plan
}

/** Tens of the same kind, those of each group in their order; the kinds take turns. */
export function toBatches(plan: readonly Sent[]): Sent[][] {
  const kinds = Object.values(Object.groupBy(plan, ({ where }) => where))
  const batches = kinds.flatMap((sent) =>
    Array.from({ length: Math.ceil(sent.length / 10) }, (_, index) => ({
      batch: sent.slice(index * 10, index * 10 + 10),
      turn: index / sent.length,
    })),
  )
  return batches.toSorted((a, b) => a.turn - b.turn).map(({ batch }) => batch)
}

/** With our envelope: what is sent a second time, for want of an answer, has the same key. */
export function toText({ where, ...data }: Sent): string {
  const definition = { name: where, version: 1, schema, upgrade: {} }
  return createMessage(definition, data, { key: data.id }).text
}

const schema = z.looseObject({ id: z.string() })

function toSent(where: Sent['where'], number: number): Sent {
  return { where, id: `${where}-${number}`, isPoison: false }
}
