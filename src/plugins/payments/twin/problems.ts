/**
 * Errors as Stripe words them.
 *
 * @see https://docs.stripe.com/api/errors
 * @module
 */

export interface StripeErrorBody {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error'
  message: string
  code?: string
  param?: string
  decline_code?: string
  doc_url?: string
  [other: string]: unknown
}

/** Thrown inside the twin, answered as `{"error": …}`. */
export class StripeProblem extends Error {
  override readonly name = 'StripeProblem'
  readonly status: number
  readonly body: StripeErrorBody

  constructor(status: number, body: StripeErrorBody) {
    super(body.message)
    this.status = status
    const { code } = body
    this.body = code
      ? { ...body, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }
      : body
  }
}

/** A mistake in what was asked for. */
export function invalid(message: string, more: { code?: string; param?: string } = {}) {
  return new StripeProblem(400, { type: 'invalid_request_error', message, ...more })
}

/** `No such customer: 'cus_1'`. */
export function missing(kind: string, id: string, param = 'id', status = 404) {
  const message = `No such ${kind}: '${id}'`
  return new StripeProblem(status, {
    type: 'invalid_request_error',
    message,
    code: 'resource_missing',
    param,
  })
}
