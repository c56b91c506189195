/**
 * Requests to AWS: signed by aws-lite, tried again with jitter, read without surprises.
 *
 * aws-lite is used without its plugins: that is 5 ms less at cold start, and it is the plugins that
 * change binary attributes on their way.
 *
 * @module
 */
import type { AwsLiteClient, AwsLiteRequest } from '@aws-lite/client'
import { kernelErrors } from './errors.ts'

export type AwsService = 'dynamodb' | 'sns' | 'sqs' | 'ssm'

export interface AwsRequest {
  headers: Record<string, string>
  body: string
}

/** What AWS answered instead of a result. Its `name` is AWS's code: `ConditionalCheckFailedException`. */
export interface AwsError extends Error {
  readonly statusCode?: number
  /** An earlier attempt ended without an answer, so it may have been done all the same. */
  maybeDone: boolean
  /** DynamoDB: the item that did not meet the condition. */
  readonly Item?: Record<string, unknown>
  /** DynamoDB: one reason for each operation of a transaction. */
  readonly CancellationReasons?: CancellationReason[]
  readonly rawStack?: string
}

export interface CancellationReason {
  Code: string
  Message?: string
  Item?: Record<string, unknown>
}

/** Milliseconds. A function has some ten seconds in all, so a lost request must not take them. */
const limits = { attempt: 3000, total: 4000, attempts: 6, base: 25, longest: 1000 }

/**
 * Sends a request, and sends it again after throttling, conflicts of transactions, failures of the
 * service and lost connections: at most 5 times, and never after 4 seconds.
 *
 * @throws AwsError with the last answer, or UNAVAILABLE when AWS had no answer until the end.
 */
export async function requestAws(service: AwsService, request: AwsRequest): Promise<unknown> {
  const client = await getClient(service)
  const deadline = Date.now() + limits.total
  let maybeDone = false

  for (let attempt = 1; ; attempt++) {
    try {
      return await send(client, service, request)
    } catch (error) {
      const failure = toAwsError(error)
      if (!isTransient(failure)) throw Object.assign(failure, { maybeDone })
      maybeDone ||= isUnanswered(failure)

      if (attempt >= limits.attempts || Date.now() > deadline) {
        throw kernelErrors.UNAVAILABLE({ cause: Object.assign(failure, { maybeDone }) })
      }
      await backOff(attempt)
    }
  }
}

/** Waits before the next attempt: a random time, up to 25 ms, 50 ms, 100 ms, … 1 s. */
export function backOff(attempt: number): Promise<void> {
  const longest = Math.min(limits.longest, limits.base * 2 ** (attempt - 1))
  return new Promise((resolve) => setTimeout(resolve, Math.random() * longest))
}

/** Whether this is AWS's error with that code. */
export function isAwsError(error: unknown, code: string): error is AwsError {
  return error instanceof Error && error.name === code
}

// Tests change the environment, so that is part of the key; a Lambda has one client per service.
const clients = new Map<string, Promise<AwsLiteClient>>()

/** The client of a service, for requests that `requestAws` is too impatient for. */
export function getClient(service: string): Promise<AwsLiteClient> {
  const local = process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`]
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const endpoint = local ?? process.env['AWS_ENDPOINT_URL'] ?? toEndpoint(service, region)

  const key = `${service} ${region} ${endpoint} ${process.env['AWS_ACCESS_KEY_ID']}`
  const known = clients.get(key)
  if (known) return known

  const client = createClient(service, { endpoint, region, isLocal: local !== undefined })
  clients.set(key, client)
  client.catch(() => clients.delete(key))
  return client
}

async function createClient(
  service: string,
  { endpoint, region, isLocal }: { endpoint: string; region: string; isLocal: boolean },
): Promise<AwsLiteClient> {
  const { default: awsLite } = await import('@aws-lite/client')
  const hasKeys = Boolean(process.env['AWS_ACCESS_KEY_ID'])
  return awsLite({
    // Given in any case: without it aws-lite looks for ~/.aws before each first request.
    endpoint,
    region,
    keepAlive: true,
    // Its own retries do not know of transactions, and would multiply with ours.
    retries: 0,
    // Otherwise it takes an attribute named "S" or "M" for a type.
    ...(!answersXml.has(service) && { responseContentType: 'application/json' }),
    ...(isLocal && !hasKeys && { accessKeyId: 'local', secretAccessKey: 'local' }),
  })
}

const answersXml = new Set(['sns', 'cloudformation'])

function toEndpoint(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

async function send(client: AwsLiteClient, service: AwsService, { headers, body }: AwsRequest) {
  const request = {
    service,
    headers: { ...headers },
    payload: body,
    awsjson: false,
    // Not in aws-lite's types, but all of it reaches node:http.
    signal: AbortSignal.timeout(limits.attempt),
  } satisfies AwsLiteRequest & { signal: AbortSignal }
  const { payload } = await client(request)
  return payload
}

function toAwsError(error: unknown): AwsError {
  const failure = error as AwsError & { __type?: string; code?: string }
  // JSON services: `com.amazonaws.dynamodb.v20120810#ThrottlingException`.
  const code = failure.__type?.split('#').pop() ?? failure.code
  if (code) failure.name = code
  return failure
}

const transient = new Set([
  'InternalServerError',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'ServiceUnavailable',
  'Throttled',
  'Throttling',
  'ThrottlingException',
  'TransactionConflictException',
  'TransactionInProgressException',
])

const transientReasons = new Set([
  'None',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
])

function isTransient(failure: AwsError): boolean {
  const { name, statusCode = 0, CancellationReasons } = failure
  // A transaction that is refused for a lasting reason as well is refused the next time too.
  if (CancellationReasons) return CancellationReasons.every((it) => transientReasons.has(it.Code))
  return transient.has(name) || statusCode >= 500 || statusCode === 429 || isUnconnected(failure)
}

function isUnanswered(failure: AwsError): boolean {
  const wasSent = !failure.rawStack?.includes('ECONNREFUSED')
  return (failure.statusCode ?? 0) >= 500 || (isUnconnected(failure) && wasSent)
}

// aws-lite adds the inner stack to errors of the connection, and to no others.
function isUnconnected({ statusCode, rawStack }: AwsError): boolean {
  return statusCode === undefined && rawStack !== undefined
}
