/**
 * Asks the app's routes as API Gateway would: request to event, event to function, answer to response.
 *
 * @module
 */
import { gatewayError } from '../local/invoke/failures.ts'
import { tooLargeAnswer } from '../local/invoke/limits.ts'
import type { Lambda } from '../manifest.ts'
import { toHttpEvent, type HttpEventInit } from './events.ts'
import { FunctionFailure, type Invoke } from './invoke.ts'
import { findRoute } from './routes.ts'

/** What the app answered. */
export interface AppResponse {
  status: number
  headers: Headers
  cookies: string[]
  bytes: () => Buffer
  text: () => string
  json: () => unknown
}

/** Asks for a path, query string included. */
export type AppFetch = (path: string, init?: HttpEventInit) => Promise<AppResponse>

interface LambdaAnswer {
  statusCode: number
  headers?: Record<string, string>
  cookies?: string[]
  body?: string
  isBase64Encoded?: boolean
}

/** API Gateway's part in front of the functions of `routes`. */
export function createFetch({ routes, invoke }: { routes: Lambda[]; invoke: Invoke }): AppFetch {
  return async (path, init = {}) => {
    const method = (init.method ?? 'GET').toUpperCase()
    const match = findRoute(routes, method, path.split('?')[0]!)
    if (!match) return toResponse({ statusCode: 404, body: '{"message":"Not Found"}' })

    const payload = toHttpEvent(path, { ...init, method, params: match.params, route: match.key })
    const call = { pragma: 'http', name: match.lambda.name, payload }
    const answer = await invoke(call).catch((error: unknown) => {
      if (!(error instanceof FunctionFailure)) throw error
      return error.name === 'RequestEntityTooLargeException' ? tooLargeAnswer : gatewayError
    })
    return toResponse(answer as LambdaAnswer)
  }
}

function toResponse({ statusCode, headers, cookies, body, isBase64Encoded }: LambdaAnswer) {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  return {
    status: statusCode,
    headers: new Headers(headers ?? {}),
    cookies: cookies ?? [],
    bytes: () => bytes,
    text: () => bytes.toString('utf8'),
    json: () => JSON.parse(bytes.toString('utf8')) as unknown,
  }
}
