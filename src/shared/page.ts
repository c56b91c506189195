/**
 * Routes that answer with a page: layout, caching and readable problems in one place.
 *
 * @module
 */
import { html, http, withEtag } from '#framework/http.ts'
import type { HttpRequest, HttpResponse, LambdaHandler, Params, Problem } from '#framework/http.ts'
import { publicCache } from './caching.ts'
import { renderPage, toCsp, type SitePage } from './render-page.ts'
import { problemPage } from './views/problem-page.ts'

/** A page, and the status that it is answered with. */
export interface PageAnswer extends SitePage {
  status?: number
  /** What it shows from elsewhere: sources for its Content-Security-Policy. */
  csp?: Record<string, string[]>
  /** Kept by no cache, though it names no person. */
  isPrivate?: boolean
}

/** What a route does: answer with a page, or with something else, such as a redirect. */
export type PageHandler = (
  request: HttpRequest,
  params: Params,
) => PageAnswer | HttpResponse | Promise<PageAnswer | HttpResponse>

/** Makes a Lambda of a page. Errors are pages too, for those who accept HTML. */
export function page(handler: PageHandler): LambdaHandler {
  return http(
    async (request, params) => {
      const answer = await handler(request, params)
      return 'title' in answer ? respond(answer) : answer
    },
    { renderProblem: toProblemPage },
  )
}

function respond({
  status = 200,
  isPrivate = false,
  csp = {},
  ...content
}: PageAnswer): HttpResponse {
  const isPublic = status === 200 && !content.person && !isPrivate
  const response = html(renderPage(content), {
    status,
    csp: merge(toCsp(content.path), csp),
    headers: { 'cache-control': isPublic ? publicCache : 'private, no-store' },
  })
  return isPublic ? withEtag(response) : response
}

function merge(all: Record<string, string[]>, more: Record<string, string[]>) {
  const merged = { ...all }
  for (const [name, sources] of Object.entries(more)) {
    merged[name] = [...(all[name] ?? []), ...sources]
  }
  return merged
}

/** A problem as a page. */
function toProblemPage(problem: Problem, request: HttpRequest): HttpResponse {
  const { status, title, detail, code, requestId } = problem
  return respond({
    title,
    status,
    path: request.path,
    noindex: true,
    body: problemPage({ status, title, code, requestId, ...(detail && { detail }) }),
  })
}
