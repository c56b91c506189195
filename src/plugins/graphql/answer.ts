/**
 * Results on the wire, by the GraphQL over HTTP specification.
 *
 * @module
 */
import type { ExecutionResult } from 'graphql'
import { json, type HttpRequest, type HttpResponse } from '#framework/http.ts'
import type { MediaType } from './accept.ts'
import { errors as codes } from './errors.ts'
import { toFailures, type Failure } from './failures.ts'

/** The answer for what became of a well-formed request. */
export function toResponse(
  { data, errors = [] }: ExecutionResult,
  type: MediaType,
  request: HttpRequest,
): HttpResponse {
  if (data === undefined) {
    const response = refuse(errors, type, request)
    // Under the older type a 400 meant a body that is no request: clients of then expect a result.
    if (type === 'application/json' && response.status === 400) response.status = 200
    return response
  }
  // Execution began, so the request was a good one, whatever became of its fields.
  const failures = toFailures(errors, request)
  const response = respond(200, type, {
    data,
    ...(failures.length > 0 && { errors: format(failures) }),
  })
  return isTooLarge(response) ? refuse([tooLarge()], type, request) : response
}

// Lambda returns at most 6 MB, as JSON with this body inside: each quotation mark counts twice.
function isTooLarge({ body }: HttpResponse): boolean {
  return body.length > 1_000_000 && Buffer.byteLength(JSON.stringify(body)) > 5_900_000
}

function tooLarge() {
  return codes.GRAPHQL_TOO_COSTLY(
    'The answer is larger than 6 MB, which is all that a function can return. Ask for shorter lists.',
  )
}

/** The answer where nothing was executed. */
export function refuse(
  problems: readonly unknown[],
  type: MediaType,
  request: HttpRequest,
): HttpResponse {
  // Nothing and no reason: what yoga makes of a module whose context is aborted.
  const reasons = problems.length > 0 ? problems : [new Error('GraphQL gave no result')]
  const failures = toFailures(reasons, request)
  const worst = failures.reduce((one, other) => (other.status > one.status ? other : one))

  return respond(worst.status, type, { errors: format(failures) }, worst.headers)
}

function respond(status: number, type: MediaType, body: object, headers = {}): HttpResponse {
  return json(body, {
    status,
    headers: { ...headers, 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
  })
}

function format(failures: readonly Failure[]) {
  return failures.map(({ formatted }) => formatted)
}
