/**
 * Works one queue off, as Lambda's pollers do: long polls, batches, partial failures. What fails stays
 * in the queue and comes back when its visibility time-out is over; SQS itself sets aside what came
 * too often.
 *
 * @module
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Message } from '../../local/delivery/consumer.ts'
import { log } from '../../log.ts'
import type { Source } from './sources.ts'
import { deleteMessages, receiveMessages } from './sqs.ts'

export interface Consumer {
  /** Batches being worked on. */
  count: () => number
  /** Begins no more polls; resolves when what the last one brought has been worked on. */
  stop: () => Promise<void>
}

/** Milliseconds before SQS is asked again after it could not be reached: doubled up to the longest. */
const pauses = { first: 1000, longest: 30_000 }

/** Bytes that a batch holds at most, as in Lambda. */
const maxBytes = 5_000_000

export interface ConsumerOptions {
  /** At a time. */
  batches: number
  /** Seconds that an empty queue is waited at. */
  poll: number
}

export function startConsumer(source: Source, { batches, poll }: ConsumerOptions): Consumer {
  const { label, url, batchSize, batchWindow } = source
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()
  const { signal } = stopping

  async function run(): Promise<void> {
    let pause = pauses.first
    while (!signal.aborted) {
      if (running.size >= batches) {
        await Promise.race(running)
        continue
      }
      const batch: Message[] = []
      try {
        await collect(batch)
        pause = pauses.first
      } catch (error) {
        if (!signal.aborted) {
          log.warn(`${label} cannot be read, asked again in ${pause / 1000} s`, { error })
          await wait(pause, undefined, { signal }).catch(() => {})
          pause = Math.min(pause * 2, pauses.longest)
        }
      }
      if (batch.length > 0) begin(batch)
    }
  }

  /** Fills the batch until it is full, or its window is over. */
  async function collect(batch: Message[]): Promise<void> {
    batch.push(...(await receiveMessages(url, { most: batchSize, seconds: poll })))
    const deadline = performance.now() + batchWindow * 1000
    let bytes = sizeOf(batch)
    while (batch.length > 0 && batch.length < batchSize && bytes < maxBytes && !signal.aborted) {
      const left = Math.ceil((deadline - performance.now()) / 1000)
      if (left <= 0) return
      const seconds = Math.min(left, poll)
      const more = await receiveMessages(url, { most: batchSize - batch.length, seconds })
      batch.push(...more)
      bytes += sizeOf(more)
    }
  }

  function begin(batch: Message[]): void {
    const work: Promise<void> = workOn(batch)
      .catch((error: unknown) => log.error(`${label} failed`, { error }))
      .finally(() => running.delete(work))
    running.add(work)
  }

  async function workOn(batch: Message[]): Promise<void> {
    const failed = await source.work(batch).catch((error: unknown) => {
      log.error(`${label}: ${batch.length} messages failed`, { error })
      return batch
    })
    if (failed.length > 0) {
      log.warn(`${label}: ${failed.length} of ${batch.length} messages come again`)
    }
    await deleteMessages(
      url,
      batch.filter((message) => !failed.includes(message)),
    )
  }

  const whole = run()

  return {
    count: () => running.size,
    async stop() {
      stopping.abort()
      await whole
      await Promise.all(running)
    },
  }
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { Body }) => sum + Buffer.byteLength(Body), 0)
}
