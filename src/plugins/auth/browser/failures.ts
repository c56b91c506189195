/**
 * What went wrong while signing in, under one code each: the provider's, the site's, or ours.
 *
 * @module
 */

export interface Failure extends Error {
  code: string
}

export function failure(code: string, detail = ''): Failure {
  return Object.assign(new Error(detail), { code })
}

/** Whatever was thrown, as a failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof DOMException) {
    return failure(error.name === 'TimeoutError' ? 'unreachable' : 'storage_refused', error.message)
  }
  // What `fetch` throws when there is no answer.
  if (error instanceof TypeError) return failure('unreachable', error.message)

  const { code, error: named, error_description: description, message = '' } = error as Thrown
  if (code) return error as Failure
  if (named) return failure(named, description ?? message)
  // The library has no code for what it finds wrong with an ID token, or for a request without answer.
  if (/\((exp|nbf|auth_time|iat)\) claim.*current time/is.test(message)) {
    return failure('clock_wrong', message)
  }
  return failure(/fetch|network|load failed/i.test(message) ? 'unreachable' : 'failed', message)
}

/** Whether it may go well the next time, with nothing changed. */
export function isTransient({ code }: Failure): boolean {
  return unanswered.has(code) || code.startsWith('HTTP_5')
}

const unanswered = new Set([
  'unreachable',
  'timeout',
  'request_error',
  'temporarily_unavailable',
  'server_error',
  'too_many_requests',
  'KEYS_UNAVAILABLE',
  'INTERNAL_ERROR',
])

interface Thrown {
  code?: string
  error?: string
  error_description?: string
  message?: string
}
