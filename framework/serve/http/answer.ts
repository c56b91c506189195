/**
 * From what a function answers to what the client gets, as API Gateway reads it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 * @module
 */
import type { ServerResponse } from 'node:http'
import { gatewayError } from '../../local/invoke/failures.ts'

/** What API Gateway itself would say. */
export interface Answer {
  statusCode: number
  headers?: Record<string, string>
  cookies?: readonly string[]
  body?: string
  isBase64Encoded?: boolean
}

const json = { 'content-type': 'application/json' }
const toMessage = (statusCode: number, message: string): Answer => ({
  statusCode,
  headers: json,
  body: JSON.stringify({ message }),
})

export const answers = {
  failed: gatewayError,
  malformed: toMessage(400, 'Bad Request'),
  unknown: toMessage(404, 'Not Found'),
  tooLarge: toMessage(413, 'Request Entity Too Large'),
  busy: { ...toMessage(503, 'Service Unavailable'), headers: { ...json, 'retry-after': '1' } },
}

/** A function may answer its data alone; that is sent as JSON. */
export function toAnswer(result: unknown): Answer {
  const { statusCode } = (result ?? {}) as Partial<Answer>
  if (Number.isInteger(statusCode) && statusCode! >= 200 && statusCode! <= 599) {
    return result as Answer
  }
  if (statusCode !== undefined || result === null || result === undefined) return answers.failed
  const body = typeof result === 'string' ? result : JSON.stringify(result)
  return { statusCode: 200, headers: json, body }
}

/** @throws Error when a header cannot be sent */
export function send(response: ServerResponse, answer: Answer): void {
  const { statusCode, headers = {}, cookies = [], body = '', isBase64Encoded } = answer
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  response.statusCode = statusCode
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value))
  if (cookies.length > 0) response.setHeader('set-cookie', cookies)
  const hasBody = statusCode !== 204 && statusCode !== 304
  // The answer to HEAD tells the length of what GET would bring.
  if (hasBody && !response.hasHeader('content-length')) {
    response.setHeader('content-length', bytes.length)
  }
  response.end(hasBody ? bytes : undefined)
}
