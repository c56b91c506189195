/**
 * Events: what happened, told to whoever subscribed, over SNS.
 *
 * @module
 */
import type { SNSEventRecord } from 'aws-lambda'
import { requestAws } from './aws.ts'
import { randomId } from './idempotency/keys.ts'
import { log } from './log.ts'
import {
  createMessage,
  readMessage,
  type MessageDefinition,
  type MessageOptions,
} from './message.ts'
import { toLease, toRecords, workOn } from './message/work.ts'
import type { EventHandler, FunctionContext, MessageHandler } from './message/work.ts'
import { requireResource } from './resource.ts'
import { loadSecrets } from './secrets.ts'

export type { MessageContext } from './message.ts'

/** An event that can be published and handled. */
export interface EventDefinition<T> extends MessageDefinition<T> {
  /** Tells all subscribers. Two events with the same `key` have one effect on each of them. */
  publish(data: T, options?: { key?: string }): Promise<{ id: string }>
}

/**
 * Declares an event under `@events` of `app.arc`, or of a service.
 *
 * @example
 * export const articlePublished = defineEvent('article-published', {
 *   version: 1,
 *   schema: z.object({ slug: z.string() }),
 * })
 */
export function defineEvent<T>(name: string, options: MessageOptions<T>): EventDefinition<T> {
  const definition = { upgrade: {}, ...options, name }
  return {
    ...definition,
    async publish(data, { key } = {}) {
      const { id, text } = createMessage(definition, data, { key })
      await publish(requireResource('TOPIC', name), text)
      return { id }
    },
  }
}

export interface HandleOptions {
  /** Who handles it: each consumer handles an event once. Default: the function. */
  consumer?: string
  /** How long a handled event is remembered. Default 86,400 (one day). */
  ttlSeconds?: number
  /**
   * Whether what was handled is remembered, so that a second delivery is passed over. `false` is for handlers
   * whom a second run, even at the same time, does no harm: it saves two requests to the table. Default `true`.
   */
  remember?: boolean
}

/**
 * Makes the function that handles an event. What it throws makes SNS deliver again, twice, before the
 * event goes to the dead-letter queue. What it answers is written together with the mark that the
 * event is done: see `MessageHandler`.
 */
export function handleEvent<T>(
  event: EventDefinition<T>,
  handler: MessageHandler<T>,
  { consumer, ttlSeconds, remember = true }: HandleOptions = {},
): EventHandler<void> {
  const what = `event ${event.name}`

  return async (input, context) => {
    await loadSecrets()
    const failures: unknown[] = []
    for (const record of toRecords<SNSEventRecord>(what, input)) {
      try {
        const message = receive(event, record)
        await workOn(message, handler, {
          what,
          scope: `event:${event.name}:${consumer ?? toConsumer(record, context)}`,
          leaseSeconds: toLease(context),
          remember,
          ...(ttlSeconds !== undefined && { ttlSeconds }),
        })
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 1) throw new AggregateError(failures, `${what}: several failed`)
    if (failures.length > 0) throw failures[0]
  }
}

function receive<T>(event: EventDefinition<T>, { Sns }: SNSEventRecord) {
  const id = Sns.MessageId ?? randomId()
  try {
    return readMessage(event, Sns.Message, { id, time: Sns.Timestamp ?? new Date().toISOString() })
  } catch (error) {
    log.error(`event ${event.name} cannot be read`, { id, error })
    throw error
  }
}

// Several functions may subscribe to one topic, and each has its own memory of what it has done.
function toConsumer({ EventSubscriptionArn }: SNSEventRecord, context: unknown): string {
  const { functionName } = (context ?? {}) as FunctionContext
  return functionName ?? process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? EventSubscriptionArn ?? 'local'
}

/** As a form, not a query string as aws-lite's plugin has it: that ends at some 8 KB. */
async function publish(TopicArn: string, Message: string) {
  await requestAws('sns', {
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn,
      Message,
    }).toString(),
  })
}
