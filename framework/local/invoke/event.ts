/**
 * What the sandbox leaves out of an event.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'

type Event = { version?: unknown; requestContext?: Context; headers?: Record<string, string> }
type Context = { http?: object; requestId?: string; [other: string]: unknown }

/** An HTTP API event with the whole of its `requestContext`; any other event as it is. */
export function completeEvent<T extends object>(event: T): T {
  const { version, requestContext, headers } = event as Event
  if (version !== '2.0' || !requestContext?.http) return event
  const now = new Date()
  const domainName = (headers?.['host'] ?? 'localhost').replace(/:\d+$/, '')
  return {
    ...event,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName,
      domainPrefix: domainName.split('.')[0],
      requestId: randomUUID(),
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

// `21/Nov/2026:11:04:58 +0000`
function toAccessLogTime(date: Date): string {
  const [, day, month, year, time] = date.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
