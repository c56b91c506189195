/**
 * Errors on the wire: RFC 9457 problem details.
 *
 * @module
 */
import { AppError, kernelErrors } from '../errors.ts'
import type { HttpRequest, HttpResponse, Problem } from './types.ts'

/** The answer for an error, whatever was thrown. What is not for clients is left out of it. */
export function problem(error: unknown, request: Pick<HttpRequest, 'id' | 'path'>): HttpResponse {
  const details = toProblem(error, request)
  return {
    status: details.status,
    headers: {
      ...(isExpected(error) ? lowerCased(error.headers) : undefined),
      'content-type': 'application/problem+json',
    },
    cookies: [],
    body: JSON.stringify(details),
  }
}

/** Problem details for an error. An unexpected one gives the same sentence always. */
export function toProblem(error: unknown, request: Pick<HttpRequest, 'id' | 'path'>): Problem {
  const { code, title, status, detail, errors } = isExpected(error) ? error : unexpected()
  return {
    type: `urn:plugboard:error:${code}`,
    title,
    status,
    ...(detail === undefined ? undefined : { detail }),
    instance: request.path,
    code,
    requestId: request.id,
    ...(errors === undefined ? undefined : { errors }),
  }
}

/** Whether an error was meant for the client. A 500 never is: its detail speaks to the operator. */
export function isExpected(error: unknown): error is AppError {
  return error instanceof AppError && error.status !== 500
}

/** Where a browser that opens a page is sent instead; programs, and whoever posts, are told the error. */
export function findRedirect(
  error: unknown,
  request: Pick<HttpRequest, 'method' | 'headers'>,
): string | undefined {
  if (!isExpected(error) || !['GET', 'HEAD'].includes(request.method)) return undefined
  const mode = request.headers.get('sec-fetch-mode') ?? 'navigate'
  return mode === 'navigate' && wantsHtml(request) ? error.redirect : undefined
}

/** Whether the client is a person with a browser, by its `accept` header. */
export function wantsHtml(request: Pick<HttpRequest, 'headers'>): boolean {
  return /\btext\/html\b/i.test(request.headers.get('accept') ?? '')
}

function unexpected(): AppError {
  return kernelErrors.INTERNAL('Something went wrong on our side. It has been recorded.')
}

function lowerCased(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}
