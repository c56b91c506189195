/**
 * Methods that the adapter answers by itself.
 *
 * @module
 */
import { kernelErrors } from '../errors.ts'
import { noContent } from './responses.ts'
import type { HttpEvent, HttpResponse } from './types.ts'

const usual = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/**
 * The answer to OPTIONS; `undefined` for what the handler is to answer.
 *
 * @throws METHOD_NOT_ALLOWED
 */
export function findMethodAnswer(
  method: string,
  { routeKey = '' }: HttpEvent,
  methods?: readonly string[],
): HttpResponse | undefined {
  const allowed = methods ? toAllowed(methods) : usual
  const allow = allowed.join(', ')
  if (method === 'OPTIONS' && !methods?.includes('OPTIONS') && !routeKey.startsWith('OPTIONS ')) {
    return noContent({ headers: { allow } })
  }
  if (methods && !allowed.includes(method)) {
    throw kernelErrors.METHOD_NOT_ALLOWED({ detail: `Use ${allow}`, headers: { allow } })
  }
  return undefined
}

function toAllowed(methods: readonly string[]): string[] {
  const allowed = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
  return [...new Set([...allowed, 'OPTIONS'])]
}
