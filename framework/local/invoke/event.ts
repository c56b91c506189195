/**
 * What the sandbox leaves out of an event, and what Lambda refuses.
 *
 * @module
 */
import type { LambdaError } from './types.ts'

type Event = { version?: unknown; requestContext?: Context; headers?: Record<string, string> }
type Context = { http?: object; requestId?: string; [other: string]: unknown }

/** Bytes of an event, and of an answer. */
const maxRequest = 6 * 1024 * 1024
const maxResponse = maxRequest + 100

/** An HTTP API event with the whole of its `requestContext`; any other event as it is. */
export function completeEvent(event: unknown, id: string): unknown {
  const { version, requestContext, headers } = (event ?? {}) as Event
  if (version !== '2.0' || !requestContext?.http) return event
  const now = new Date()
  const domainName = (headers?.['host'] ?? 'localhost').replace(/:\d+$/, '')
  return {
    ...(event as Event),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0],
      requestId: id,
      stage: '$default',
      ...requestContext,
      time: toAccessLogTime(now),
      // The sandbox counts in seconds, API Gateway in milliseconds.
      timeEpoch: now.getTime(),
    },
  }
}

/** The id that API Gateway gave the request. */
export function findRequestId(event: unknown): string | undefined {
  return ((event ?? {}) as Event).requestContext?.requestId
}

/** Lambda's error for an event that is too large. */
export function refuseRequest(payload: string): LambdaError | undefined {
  const size = Buffer.byteLength(payload)
  if (size <= maxRequest) return undefined
  return {
    errorType: 'RequestEntityTooLargeException',
    errorMessage: `Request must be smaller than ${maxRequest} bytes for the InvokeFunction operation; this one has ${size}`,
  }
}

/** Lambda's error for an answer that is too large. */
export function refuseResponse(response: string): LambdaError | undefined {
  if (Buffer.byteLength(response) <= maxResponse) return undefined
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponse} bytes).`,
  }
}

// `21/Nov/2026:11:04:58 +0000`
function toAccessLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
