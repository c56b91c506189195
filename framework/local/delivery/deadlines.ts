/**
 * When messages are handed out (again), on a clock that can be moved.
 *
 * @module
 */
import type { Journal } from './journal.ts'
import type { Queue, Queues, StoredMessage } from './stores.ts'

/** @param held - the receipts of messages that a function is working on right now */
export function createDeadlines(
  queues: Queues,
  journal: Journal | undefined,
  held: ReadonlySet<string>,
) {
  function listTaken() {
    return [...queues.allQueues()].flatMap((queue) =>
      [...queue.inflightMessages.values()].map((taken) => ({ queue, taken })),
    )
  }

  return {
    /** When the next message that was delayed or given back is handed out. */
    findNextDue(): number | undefined {
      const delays = [...queues.allQueues()].flatMap((queue) =>
        listDelayed(queue).map(({ delayUntil }) => delayUntil!),
      )
      const pauses = listTaken()
        .filter(({ taken }) => !held.has(taken.receiptHandle))
        .map(({ taken }) => taken.visibilityDeadline)
      const all = [...delays, ...pauses]
      return all.length > 0 ? all.reduce((first, time) => Math.min(first, time)) : undefined
    },

    /**
     * The clock was moved. Whoever works on a message keeps it as long as before; where the clock
     * was put back, all else waits as long as before, too.
     */
    followMove(by: number): void {
      for (const { queue, taken } of listTaken()) {
        const isHeld = held.has(taken.receiptHandle)
        if (!isHeld && by > 0) continue
        taken.visibilityDeadline += by
        if (!isHeld) saveDeadline(queue, taken)
      }
      if (by > 0) return
      for (const queue of queues.allQueues()) {
        for (const message of listDelayed(queue)) {
          message.delayUntil! += by
          journal?.save(queue, message)
        }
      }
      journal?.commit()
    },
  }
}

function listDelayed(queue: Queue): StoredMessage[] {
  return [...queue.delayedMessages, ...[...queue.fifoDelayed.values()].flat()]
}

function saveDeadline(
  queue: Queue,
  taken: { message: StoredMessage; receiptHandle: string; visibilityDeadline: number },
): void {
  const { messageId, approximateReceiveCount, approximateFirstReceiveTimestamp } = taken.message
  queue.persistence?.updateMessageInflight(
    messageId,
    taken.receiptHandle,
    taken.visibilityDeadline,
    approximateReceiveCount,
    approximateFirstReceiveTimestamp,
  )
}
