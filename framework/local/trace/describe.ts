/**
 * What an invocation is about, read from its event.
 *
 * @module
 */
import type { TraceKind, TraceMessage } from './types.ts'

interface HttpEvent {
  rawPath?: string
  body?: string
  isBase64Encoded?: boolean
  requestContext?: { requestId?: string; http?: { method?: string } }
}

interface Record {
  messageId?: string
  body?: string
  attributes?: { ApproximateReceiveCount?: string }
  Sns?: { MessageId?: string; Message?: string }
}

export interface Description {
  kind: TraceKind
  name: string
  requestId?: string
  messages: TraceMessage[]
}

const kinds: { [pragma: string]: TraceKind } = {
  http: 'http',
  events: 'event',
  queues: 'queue',
  scheduled: 'schedule',
  'tables-streams': 'stream',
}

/** Describes an invocation of `@pragma name`. */
export function describe(lambda: { pragma: string; name: string }, event: unknown): Description {
  const kind = kinds[lambda.pragma] ?? 'event'
  if (kind === 'http') return describeHttp(lambda.name, (event ?? {}) as HttpEvent)
  if (kind === 'event' || kind === 'queue') {
    const { Records = [] } = (event ?? {}) as { Records?: Record[] }
    return {
      kind,
      name: lambda.name,
      messages: Array.isArray(Records) ? Records.map(toMessage) : [],
    }
  }
  const { id } = (event ?? {}) as { id?: unknown }
  return { kind, name: lambda.name, messages: [], ...(typeof id === 'string' && { requestId: id }) }
}

function describeHttp(route: string, event: HttpEvent): Description {
  const { http, requestId } = event.requestContext ?? {}
  const method = http?.method ?? route.split(' ')[0]!.toUpperCase()
  const path = event.rawPath ?? route.split(' ')[1] ?? '/'
  const operation = findOperation(event)
  return {
    kind: operation === undefined ? 'http' : 'graphql',
    name: operation || `${method} ${path}`,
    messages: [],
    ...(requestId && { requestId }),
  }
}

/** What a GraphQL request does, in words; `undefined` where the request is not one. */
function findOperation({ body, isBase64Encoded }: HttpEvent): string | undefined {
  if (!body || body.length > 1_000_000) return undefined
  try {
    const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
    const { query, operationName } = JSON.parse(text) as {
      query?: unknown
      operationName?: unknown
    }
    if (typeof query !== 'string' || !/[{]/.test(query)) return undefined
    const [, type = 'query', name] = /\b(query|mutation|subscription)\b\s*(\w+)?/.exec(query) ?? []
    const shown = typeof operationName === 'string' && operationName ? operationName : name
    const first = /\{\s*(\w+)/.exec(query)?.[1]
    return `${type} ${shown ?? `{ ${first} }`}`
  } catch {
    return undefined
  }
}

function toMessage({ messageId, body, attributes, Sns }: Record): TraceMessage {
  const transportId = messageId ?? Sns?.MessageId ?? ''
  const attempt = Number(attributes?.ApproximateReceiveCount) || undefined
  const envelope = toEnvelope(Sns?.Message ?? body)
  const string = (key: string) => {
    const value = envelope[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const id = string('id') ?? transportId
  const source = string('source')?.replace(/^\//, '')
  return {
    id,
    requestId: string('requestid') ?? id,
    ...(source && { source }),
    ...(attempt && { attempt }),
  }
}

function toEnvelope(text: string | undefined): { [attribute: string]: unknown } {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    const isOurs = (parsed as { specversion?: unknown } | null)?.specversion === '1.0'
    return isOurs ? (parsed as { [attribute: string]: unknown }) : {}
  } catch {
    return {}
  }
}
