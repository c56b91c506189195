/**
 * Queues: work to be done later, at least once, over SQS.
 *
 * @module
 */
import type { ZodMiniType } from 'zod/mini'
import type { LateSchema, MessageDefinition, MessageOptions } from './message.ts'
import { createMessage, load } from './message.ts'
import { sendAll, type Outgoing } from './queues/send.ts'
import { requireResource } from './resource.ts'

export type { Message, MessageContext } from './message.ts'
export { handleBatch, type BatchHandler, type BatchOptions } from './queues/handle-batch.ts'
export { handleQueue, type QueueOptions } from './queues/handle-queue.ts'
export type { BatchResponse } from './queues/records.ts'

export interface SendOptions {
  /** Two messages with the same key have one effect. Default: each message is its own. */
  key?: string
  /** 0 to 900. Not on FIFO queues. */
  delaySeconds?: number
  /** FIFO queues: messages of one group are handled in order. Default: one group for all. */
  groupId?: string
}

/** A queue that can be sent to and worked off. */
export interface QueueDefinition<T, Schema = ZodMiniType<T>> extends MessageDefinition<T, Schema> {
  send(data: T, options?: SendOptions): Promise<{ id: string }>
  /**
   * Many messages in few requests. Answers their ids in order.
   *
   * @throws AggregateError when some could not be sent; the others were
   */
  sendMany(messages: readonly ({ data: T } & SendOptions)[]): Promise<{ id: string }[]>
}

/**
 * Declares a queue under `@queues` of `app.arc`, or of a service.
 *
 * @example
 * export const articleViewed = defineQueue('article-viewed', {
 *   version: 1,
 *   schema: z.object({ slug: z.string() }),
 * })
 */
export function defineQueue<T>(name: string, options: MessageOptions<T>): QueueDefinition<T>
export function defineQueue<T>(
  name: string,
  options: MessageOptions<T, LateSchema<T>>,
): QueueDefinition<T, LateSchema<T>>
export function defineQueue<T>(
  name: string,
  options: MessageOptions<T, ZodMiniType<T> | LateSchema<T>>,
): QueueDefinition<T, ZodMiniType<T> | LateSchema<T>> {
  const definition = { upgrade: {}, ...options, name }
  const toOutgoing = async (messages: readonly ({ data: T } & SendOptions)[]) => {
    const loaded = await load(definition)
    return messages.map(({ data, ...how }): Outgoing => ({
      ...createMessage(loaded, data, how),
      ...how,
    }))
  }

  return {
    ...definition,
    async send(data, how) {
      const outgoing = await toOutgoing([{ data, ...how }])
      await sendAll(name, requireResource('QUEUE', name), outgoing)
      return { id: outgoing[0]!.id }
    },
    async sendMany(messages) {
      const outgoing = await toOutgoing(messages)
      await sendAll(name, requireResource('QUEUE', name), outgoing)
      return outgoing.map(({ id }) => ({ id }))
    },
  }
}
