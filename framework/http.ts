/**
 * HTTP routes: `export const handler = http(async (request, params) => json({ … }))`.
 *
 * @module
 */
import { assertEnv, learnAppUrl } from './env.ts'
import { toResult } from './http/answer.ts'
import { requireBodyWithin } from './http/body.ts'
import { findMethodAnswer } from './http/methods.ts'
import { findRedirect, problem, toProblem, wantsHtml } from './http/problem.ts'
import { requireHttpEvent, toParams, toRequest, toRequestId } from './http/request.ts'
import { redirect } from './http/responses.ts'
import type {
  HttpEvent,
  HttpHandler,
  HttpOptions,
  HttpRequest,
  HttpResponse,
  HttpResult,
  LambdaHandler,
} from './http/types.ts'
import { log, withRequestId } from './log.ts'
import { loadSecrets } from './secrets.ts'

export { cookie, type CookieOptions } from './http/cookie.ts'
export { problem } from './http/problem.ts'
export {
  bytes,
  cached,
  html,
  json,
  noContent,
  redirect,
  text,
  withEtag,
  xml,
  type CacheOptions,
} from './http/responses.ts'
export { isLoopback, requireSameOrigin } from './http/same-origin.ts'
export type * from './http/types.ts'

const mebibyte = 1024 * 1024

/**
 * Makes a Lambda of a handler. What the handler throws becomes an answer: errors of the catalogue as
 * they are, any other one logged whole and answered 500 with one fixed sentence.
 */
export function http(handler: HttpHandler, options: HttpOptions = {}): LambdaHandler {
  // Two parameters, no more: Lambda refuses functions that take a callback.
  return async (event, context) => {
    requireHttpEvent(event)
    const request = toRequest(event, toRequestId(event, context))
    return withRequestId(request.id, () => answer(event, request, handler, options))
  }
}

async function answer(
  event: HttpEvent,
  request: HttpRequest,
  handler: HttpHandler,
  options: HttpOptions,
): Promise<HttpResult> {
  // `performance` would load perf_hooks at cold start.
  const start = Date.now()
  let code: string | undefined
  let result: HttpResult
  try {
    result = toResult(await handle(event, request, handler, options), request)
  } catch (error) {
    ;({ code } = report(error, request))
    result = toResult(await toErrorResponse(error, request, options), request)
  }
  const ms = Date.now() - start
  const { method, path } = request
  log.info('request', { method, path, status: result.statusCode, ...(code && { code }), ms })
  return result
}

async function handle(
  event: HttpEvent,
  request: HttpRequest,
  handler: HttpHandler,
  { bodyLimit = mebibyte, methods }: HttpOptions,
): Promise<HttpResponse> {
  await loadSecrets()
  assertEnv()
  learnAppUrl(event.requestContext?.domainName)
  const params = toParams(event)
  requireBodyWithin(bodyLimit, event)
  return findMethodAnswer(request.method, event, methods) ?? (await handler(request, params))
}

// The client's own mistakes are told by the line of the request; failures of ours are told whole.
function report(error: unknown, request: HttpRequest) {
  const details = toProblem(error, request)
  if (details.status >= 500) log.error('request failed', { error })
  return details
}

async function toErrorResponse(
  error: unknown,
  request: HttpRequest,
  { renderProblem }: HttpOptions,
): Promise<HttpResponse> {
  const place = findRedirect(error, request)
  if (place !== undefined) return redirect(place)

  const plain = problem(error, request)
  if (!renderProblem) return plain

  plain.headers['vary'] = 'accept'
  if (!wantsHtml(request)) return plain
  try {
    const page = await renderProblem(toProblem(error, request), request)
    if (!page) return plain
    const { 'content-type': _json, ...headers } = plain.headers
    const rendered = { ...page, status: plain.status, headers: { ...headers, ...page.headers } }
    // Tried here, so that a page which cannot be sent leaves the plain answer.
    toResult(rendered, request)
    return rendered
  } catch (cause) {
    log.error('renderProblem failed', { error: cause })
    return plain
  }
}
