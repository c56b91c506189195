/**
 * Faults on a message's way from its queue to its function.
 *
 * @module
 */
import type { FaultKind, Faults } from '../faults.ts'
import { toMessagePlace } from '../faults/strike.ts'
import type { Message } from './consumer.ts'
import type { Engine } from './engine.ts'
import type { Source } from './sources.ts'

/** Faults of one queue. */
export function createStrikes(
  source: Source,
  options: { engine: Engine; faults: Faults; toPause: (message: Message) => number },
) {
  const { engine, faults, toPause } = options
  const { queue, fifo } = source
  const place = toMessagePlace(source)
  // Order is what a FIFO queue is for: SQS never breaks it.
  const onTheWay: readonly FaultKind[] = fifo ? ['drop', 'delay'] : ['drop', 'delay', 'reorder']

  function strike(kinds: readonly FaultKind[], message: Message) {
    // A hand-out can be lost again; late, out of order and double is a message once.
    const left = kinds.filter((kind) => kind === 'drop' || !message.faults?.includes(kind))
    return faults.strike(left, place, message.MessageId)
  }

  function isHeld(message: Message): boolean {
    const found = strike(onTheWay, message)
    if (!found) return false
    const { rule, kind: fault, seconds } = found
    if (fault === 'drop') {
      const reason = `Fault ${rule}: it was handed out, and lost on its way`
      engine.release(queue, message, { seconds: toPause(message), reason, fault })
    } else engine.postpone(queue, message, { seconds, fault })
    return true
  }

  return {
    /** Those of what was taken that reach the function now. */
    handOut(messages: readonly Message[]): Message[] {
      const groups = new Set<string>()
      const behind: Message[] = []
      const handed: Message[] = []
      for (const message of messages) {
        const group = message.Attributes['MessageGroupId']
        if (fifo && groups.has(group!)) behind.push(message)
        else if (!isHeld(message)) handed.push(message)
        else groups.add(group!)
      }
      if (behind.length > 0) engine.putBack(queue, behind)
      return handed
    },

    /** Takes what is done off the queue, but for what comes once more. */
    remove(messages: readonly Message[]): void {
      const again = messages.filter((message) => strike(['duplicate'], message))
      engine.remove(
        queue,
        messages.filter((message) => !again.includes(message)),
      )
      for (const message of again)
        engine.postpone(queue, message, { seconds: 0, fault: 'duplicate' })
    },
  }
}
