/**
 * Working off a queue, message by message.
 *
 * @module
 */
import type { SQSRecord } from 'aws-lambda'
import { load, type ReadableDefinition } from '../message.ts'
import { toLease, toRecords, workOn } from '../message/work.ts'
import type { EventHandler, MessageHandler } from '../message/work.ts'
import { loadSecrets } from '../secrets.ts'
import {
  receive,
  toResponse,
  toWaiting,
  type BatchResponse,
  type FailedRecord,
  type Received,
} from './records.ts'

export interface QueueOptions {
  /** How long a handled message is remembered. Default 86,400 (one day). */
  ttlSeconds?: number
  /**
   * Whether what was handled is remembered, so that a second delivery is passed over. `false` is for handlers
   * whom a second run, even at the same time, does no harm: it saves two requests to the table. Default `true`.
   */
  remember?: boolean
  /** Messages at the same time, of a standard queue; groups, of a FIFO queue. Default 10. */
  concurrency?: number
}

/**
 * Makes the function that works off a queue. A message whose handler throws is delivered again, alone;
 * in a FIFO queue with those behind it in its group. What the handler answers is written together
 * with the mark that the message is done: see `MessageHandler`.
 */
export function handleQueue<T>(
  queue: ReadableDefinition<T>,
  handler: MessageHandler<T>,
  { ttlSeconds, concurrency = 10, remember = true }: QueueOptions = {},
): EventHandler<BatchResponse> {
  const what = `message of ${queue.name}`

  return async (event, context) => {
    await loadSecrets()
    const failed: FailedRecord[] = []
    const workOff = async (lane: readonly Received<T>[]) => {
      for (const [index, received] of lane.entries()) {
        const failure = await findFailure(received, (message) =>
          workOn(message, handler, {
            what,
            scope: `queue:${queue.name}`,
            leaseSeconds: toLease(context),
            remember,
            ...(ttlSeconds !== undefined && { ttlSeconds }),
          }),
        )
        if (!failure) continue
        failed.push(failure)
        if (received.groupId === undefined) continue
        // In order or not at all: those behind it wait with it.
        failed.push(...toWaiting(lane.slice(index + 1), failure))
        break
      }
    }
    const loaded = await load(queue)
    const records = toRecords<SQSRecord>(what, event).map((record) => receive(loaded, record))
    await inParallel(toLanes(records), concurrency, workOff)
    return toResponse(failed)
  }
}

/** Messages that must not be worked on at the same time: of one group, or with the same key. */
function toLanes<T>(records: readonly Received<T>[]): Received<T>[][] {
  const toLane = ({ groupId, message, recordId }: Received<T>) =>
    groupId === undefined ? `key ${message?.key ?? recordId}` : `group ${groupId}`
  return [...Map.groupBy(records, toLane).values()]
}

async function findFailure<T>(
  { recordId, message, error }: Received<T>,
  work: (message: NonNullable<Received<T>['message']>) => Promise<void>,
): Promise<FailedRecord | undefined> {
  if (!message) return { recordId, error }
  try {
    await work(message)
    return undefined
  } catch (thrown) {
    // Logged where it was thrown.
    return { recordId, error: thrown }
  }
}

async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values()
  const worker = async () => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
}
