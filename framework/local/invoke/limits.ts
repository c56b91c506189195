/**
 * How large events and answers may be, and what becomes of those that are larger.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 * @module
 */
import type { InvokeLambda } from '../trace/install.ts'
import type { LambdaError } from './types.ts'

/** Bytes of an event, and of an answer, as JSON. */
const maxRequest = 6 * 1024 * 1024
const maxResponse = maxRequest + 100

/** What a browser gets of API Gateway for a request that it, or Lambda behind it, does not take. */
export const tooLargeAnswer = {
  statusCode: 413,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Request Entity Too Large"}',
}

/** Lambda's error for an event that is too large. */
export function refuseRequest(payload: string): LambdaError | undefined {
  const size = Buffer.byteLength(payload)
  return size > maxRequest ? toError(`; this one has ${size}`) : undefined
}

/** Lambda's error for an answer that is too large. */
export function refuseResponse(response: string): LambdaError | undefined {
  if (Buffer.byteLength(response) <= maxResponse) return undefined
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponse} bytes).`,
  }
}

/** An `invoke-lambda` that hands on what Lambda takes: larger requests are answered 413, as by API Gateway. */
export function limitEvents(next: InvokeLambda, log: (line: string) => void): InvokeLambda {
  return (params, callback) => {
    const { lambda, event } = params
    function refuse(error: LambdaError): void {
      log(`@${lambda.pragma} ${lambda.name}: ${error.errorType}. ${error.errorMessage}.`)
      if (lambda.pragma === 'http') callback(null, tooLargeAnswer)
      else callback(null, undefined, error)
    }
    const refused = mayBeTooLarge(event) ? refuseRequest(JSON.stringify(event)) : undefined
    if (refused) return refuse(refused)
    next(params, (err, ...rest) => {
      // The sandbox's own limit is 6,000,000 characters, a little before Lambda's.
      if (String((err as Error | null)?.message).startsWith('Maximum event body exceeded')) {
        return refuse(toError(', and fewer than 6000000 here'))
      }
      callback(err, ...rest)
    })
  }
}

// Most are small, and need not be written as JSON to know that: escaping makes six bytes of one at most.
function mayBeTooLarge({ body, Records }: { body?: unknown; Records?: unknown }): boolean {
  if (typeof body === 'string') return body.length > maxRequest / 8
  return Array.isArray(Records)
}

function toError(more: string): LambdaError {
  return {
    errorType: 'RequestEntityTooLargeException',
    errorMessage: `Request must be smaller than ${maxRequest} bytes for the InvokeFunction operation${more}`,
  }
}
