/**
 * How Lambda words it when a function ends without an answer.
 *
 * @module
 */
import type { LambdaError } from './types.ts'

/** Of an event with this id, or of loading the function. */
export function timedOut(id: string | undefined, milliseconds: number): LambdaError {
  const what = id ? `RequestId: ${id} Error: Task` : 'Loading the function'
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `${what} timed out after ${(milliseconds / 1000).toFixed(2)} seconds`,
  }
}

/** Its process ended by itself, or was ended. */
export function exited(
  id: string | undefined,
  code: number | null,
  signal: string | null,
): LambdaError {
  const how = signal
    ? `Runtime exited with error: signal: ${signal}`
    : code
      ? `Runtime exited with error: exit status ${code}`
      : 'Runtime exited without providing a reason'
  const who = id ? `RequestId: ${id} Error: ` : ''
  return { errorType: 'Runtime.ExitError', errorMessage: `${who}${how}` }
}

/** Before its handler ran, on purpose: the fault of that rule. */
export function thrown(rule: string): LambdaError {
  return { errorType: 'Fault', errorMessage: `Fault ${rule}: it was thrown before the handler ran` }
}

/** What a browser gets of API Gateway when the function has no answer. */
export const gatewayError = {
  statusCode: 500,
  headers: { 'content-type': 'application/json' },
  body: '{"message":"Internal Server Error"}',
}
