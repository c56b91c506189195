/**
 * Working off a queue, many messages at a time.
 *
 * @module
 */
import type { SQSRecord } from 'aws-lambda'
import { findDone, markOnce } from '../idempotency.ts'
import { randomId } from '../idempotency/keys.ts'
import { log, withRequestId } from '../log.ts'
import type { Message, MessageDefinition } from '../message.ts'
import { toRecords, type EventHandler, type FunctionContext } from '../message/work.ts'
import { loadSecrets } from '../secrets.ts'
import { isConflict, transact, type Operation } from '../tables.ts'
import {
  receive,
  toResponse,
  toWaiting,
  type BatchResponse,
  type FailedRecord,
  type Received,
} from './records.ts'

/**
 * Works on messages that are all new. It may answer writes: these happen together with the marks that
 * the messages are done, so exactly once. Marks and writes together are at most 100.
 */
export type BatchHandler<T> = (
  messages: readonly Message<T>[],
) => readonly Operation[] | void | Promise<readonly Operation[] | void>

export interface BatchOptions {
  /** How long a handled message is remembered. Default 86,400 (one day). */
  ttlSeconds?: number
  /** Messages per call of the handler, at most 99. Default 50, which leaves room for 50 writes. */
  size?: number
}

/**
 * Makes the function that works off a queue in batches, for work that is cheaper together: counting,
 * say. When the handler throws, all messages of its call are delivered again; in a FIFO queue those
 * behind them too.
 */
export function handleBatch<T>(
  queue: MessageDefinition<T>,
  handler: BatchHandler<T>,
  { ttlSeconds, size = 50 }: BatchOptions = {},
): EventHandler<BatchResponse> {
  if (size < 1 || size > 99) throw new Error(`[${queue.name}] size is ${size}: from 1 to 99.`)
  const what = `message of ${queue.name}`
  const times = ttlSeconds === undefined ? {} : { ttlSeconds }

  return async (event, context) => {
    await loadSecrets()
    const records = toRecords<SQSRecord>(what, event).map((record) => receive(queue, record))
    const isFifo = records.some(({ groupId }) => groupId !== undefined)
    const { readable, failed } = sort(records, isFifo)

    const id = (context as FunctionContext | undefined)?.awsRequestId ?? randomId()
    return withRequestId(id, async () => {
      for (let start = 0; start < readable.length; start += size) {
        const chunk = readable.slice(start, start + size)
        try {
          await workOnAll(queue.name, chunk, handler, times)
        } catch (error) {
          log.error(`${chunk.length} messages of ${queue.name} failed`, { error })
          failed.push(...chunk.map(({ recordId }) => ({ recordId, error })))
          if (!isFifo) continue
          failed.push(...toWaiting(readable.slice(start + size), failed.at(-1)!))
          break
        }
      }
      return toResponse(failed)
    })
  }
}

type Readable<T> = Received<T> & { message: Message<T> }

function isReadable<T>(received: Received<T>): received is Readable<T> {
  return received.message !== undefined
}

/** What can be worked on; in a FIFO queue nothing that comes after what cannot. */
function sort<T>(
  records: readonly Received<T>[],
  isFifo: boolean,
): { readable: Readable<T>[]; failed: FailedRecord[] } {
  const readable = records.filter((it) => isReadable(it))
  const unreadable = records.filter((it) => !isReadable(it))
  const [broken] = unreadable
  if (!isFifo || !broken) return { readable, failed: unreadable }

  const place = records.indexOf(broken)
  return {
    readable: readable.filter((it) => records.indexOf(it) < place),
    failed: [broken, ...toWaiting(records.slice(place + 1), broken)],
  }
}

async function workOnAll<T>(
  name: string,
  chunk: readonly Readable<T>[],
  handler: BatchHandler<T>,
  times: { ttlSeconds?: number },
) {
  const toKey = ({ key }: Message<T>) => `queue:${name}:${key}`
  const byKey = new Map(chunk.map(({ message }) => [toKey(message), message]))

  for (let attempt = 1; ; attempt++) {
    const done = await findDone([...byKey.keys()])
    for (const key of done) byKey.delete(key)
    if (byKey.size === 0) return

    const writes = (await handler([...byKey.values()])) ?? []
    const marks = [...byKey.keys()].map((key) => markOnce(key, times))
    try {
      await transact([...marks, ...writes])
      return
    } catch (error) {
      // Another instance was faster with some of them: nothing was written, so leave those out.
      const isRace = marks.some((_, index) => isConflict(error, index))
      if (!isRace || writes.length === 0 || attempt >= 3) throw error
    }
  }
}
