/**
 * Working off one message: once per key, under the id of the request that caused it.
 *
 * @module
 */
import { AppError } from '../errors.ts'
import { onceWithWrites } from '../idempotency.ts'
import { log, withRequestId } from '../log.ts'
import { transact, type Operation } from '../tables.ts'
import type { Message, MessageContext } from '../message.ts'

/**
 * Works on the data of one message. It may answer writes: these happen together with the mark that
 * the message is done, so exactly once. Other effects happen once too, unless a crash comes between
 * them and the mark.
 */
export type MessageHandler<T> = (
  data: T,
  context: MessageContext,
) => readonly Operation[] | void | Promise<readonly Operation[] | void>

/** What a Lambda's second parameter is good for here. */
export interface FunctionContext {
  functionName?: string
  awsRequestId?: string
  getRemainingTimeInMillis?: () => number
}

/** Every function that works on events takes these two: Node's Lambda runtime refuses a third. */
export type EventHandler<Answer> = (event: unknown, context?: unknown) => Promise<Answer>

/** @throws whatever the handler throws, once it is logged; IN_PROGRESS */
export async function workOn<T>(
  { data, ...context }: Message<T>,
  handler: MessageHandler<T>,
  options: {
    what: string
    scope: string
    ttlSeconds?: number
    leaseSeconds: number
    remember: boolean
  },
): Promise<void> {
  const { what, scope, remember, ...times } = options
  await withRequestId(context.requestId, async () => {
    try {
      if (!remember) return await transact((await handler(data, context)) ?? [])
      const { ran } = await onceWithWrites(
        `${scope}:${context.key}`,
        () => handler(data, context),
        times,
      )
      if (!ran) log.info(`${what} was done before`, { id: context.id })
    } catch (error) {
      const isBusy = error instanceof AppError && error.code === 'IN_PROGRESS'
      if (isBusy) log.warn(`${what} is being done elsewhere`, { id: context.id })
      else log.error(`${what} failed`, { id: context.id, error })
      throw error
    }
  })
}

/** As long as the function can still run, since nothing of it outlives that; a minute if unknown. */
export function toLease(context: unknown): number {
  const left = (context as FunctionContext | undefined)?.getRemainingTimeInMillis?.()
  return left === undefined ? 60 : left / 1000 + 1
}

/** The `Records` of an event. @throws Error for something else */
export function toRecords<R>(what: string, event: unknown): R[] {
  const records = (event as { Records?: unknown } | null)?.Records
  if (Array.isArray(records)) return records as R[]
  throw new Error(`[${what}] was invoked with something that has no Records`)
}
