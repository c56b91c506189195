/**
 * The envelope of every event and queue message: CloudEvents 1.0, with a version of its data.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 * @module
 */
import type { ZodMiniType } from 'zod/mini'
import { defineErrors } from './errors.ts'
import { randomId } from './idempotency/keys.ts'
import { requestId } from './log.ts'

/** What a handler is told besides the data. */
export interface MessageContext {
  /** Of this message; a redelivery has the same. */
  id: string
  /** What makes two messages the same to us. Default: the id. */
  key: string
  /** Of the HTTP request, or job, that caused it. */
  requestId: string
  /** When it was published, ISO 8601. */
  time: string
  /** The version that the data had when it was published. */
  version: number
}

/** A message with its data. */
export interface Message<T> extends MessageContext {
  data: T
}

/**
 * A schema that is loaded with the first message, for functions that seldom send one:
 * `() => import('./news-schema.ts').then(({ schema }) => schema)`.
 */
export type LateSchema<T> = () => Promise<ZodMiniType<T>>

/** How the data of a message is declared. */
export interface MessageOptions<T, Schema = ZodMiniType<T>> {
  /** Raise it with every change of the schema that older data does not fit. */
  version: number
  schema: Schema
  /** `upgrade[1]` turns data of version 1 into data of version 2, and so on. */
  upgrade?: Readonly<Record<number, (data: never) => unknown>>
}

/** A kind of message: an event, or what one queue carries. */
export interface MessageDefinition<T, Schema = ZodMiniType<T>> extends Required<
  MessageOptions<T, Schema>
> {
  readonly name: string
}

export const messageErrors = defineErrors({
  MESSAGE_TOO_LARGE: [413, 'This is too much for a message'],
})

/** A message that no retry can help: not JSON, not of this kind, or its data does not fit. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError'
}

/** What a message is read with, whenever its schema is loaded. */
export type ReadableDefinition<T> = MessageDefinition<T, ZodMiniType<T> | LateSchema<T>>

/** Loads the schema of a definition that has it loaded late. */
export async function load<T>({
  name,
  version,
  schema,
  upgrade,
}: ReadableDefinition<T>): Promise<MessageDefinition<T>> {
  const loaded = typeof schema === 'function' ? await schema() : schema
  return { name, version, schema: loaded, upgrade }
}

/** The most that SNS and SQS take, in bytes. */
export const largestMessage = 256 * 1024

/**
 * Wraps data for sending.
 *
 * @returns the id, and the JSON to send
 * @throws MESSAGE_TOO_LARGE; Error where the data does not fit the schema
 */
export function createMessage<T>(
  { name, version, schema }: MessageDefinition<T>,
  data: T,
  { key }: { key?: string | undefined } = {},
): { id: string; text: string } {
  const parsed = schema.safeParse(data)
  if (!parsed.success) {
    throw new Error(`[${name}] the data does not fit its schema: ${toText(parsed.error.issues)}`)
  }
  const id = randomId()
  const text = JSON.stringify({
    specversion: '1.0',
    id,
    source: `/${process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'plugboard'}`,
    type: name,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataversion: version,
    requestid: requestId() ?? id,
    ...(key !== undefined && { key }),
    data,
  })
  const size = Buffer.byteLength(text)
  if (size > largestMessage) {
    throw messageErrors.MESSAGE_TOO_LARGE(
      `${name}: it takes ${Math.ceil(size / 1024)} KB, and 256 KB is the most. Store it, and send its key`,
    )
  }
  return { id, text }
}

/**
 * Unwraps what was received. JSON without our envelope, as `arc.events.publish` sends it, counts as
 * data of version 1.
 *
 * @param received - what the transport knows of it
 * @throws InvalidMessageError
 */
export function readMessage<T>(
  definition: MessageDefinition<T>,
  text: string,
  received: { id: string; time: string },
): Message<T> {
  const { data, ...context } = toEnvelope(definition, parseJson(text), received)
  return { ...context, data: checkData(definition, data, context.version) }
}

function toEnvelope(
  { name }: { name: string },
  payload: unknown,
  { id, time }: { id: string; time: string },
): Message<unknown> {
  const envelope = payload as Record<string, unknown> | null
  const isOurs = typeof envelope === 'object' && envelope?.['specversion'] === '1.0'
  if (!isOurs) return { id, key: id, requestId: id, time, version: 1, data: payload }

  if (envelope['type'] !== name) {
    throw new InvalidMessageError(`it is of type "${String(envelope['type'])}", not "${name}"`)
  }
  const version = Number(envelope['dataversion'] ?? 1)
  if (!Number.isInteger(version) || version < 1) {
    throw new InvalidMessageError(`its dataversion is "${String(envelope['dataversion'])}"`)
  }
  const string = (attribute: string) => {
    const value = envelope[attribute]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const ownId = string('id') ?? id
  return {
    id: ownId,
    key: string('key') ?? ownId,
    requestId: string('requestid') ?? ownId,
    time: string('time') ?? time,
    version,
    data: envelope['data'],
  }
}

function checkData<T>(definition: MessageDefinition<T>, given: unknown, from: number): T {
  const { version, schema, upgrade } = definition
  if (from > version) {
    throw new InvalidMessageError(
      `its data is of version ${from}, and version ${version} is the newest known here`,
    )
  }
  let data = given
  for (let step = from; step < version; step++) {
    const toNext = upgrade[step] as ((data: unknown) => unknown) | undefined
    if (!toNext) throw new InvalidMessageError(`there is no upgrade from version ${step}`)
    try {
      data = toNext(data)
    } catch (error) {
      throw new InvalidMessageError(`the upgrade from version ${step} failed`, { cause: error })
    }
  }
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new InvalidMessageError(`its data does not fit: ${toText(parsed.error.issues)}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidMessageError('it is not JSON')
  }
}

// Paths and what is wrong with them, never the values: these may be private.
function toText(issues: readonly { path: readonly PropertyKey[]; message: string }[]): string {
  return issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`).join('; ')
}
