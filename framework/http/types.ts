/**
 * What a handler is given and what it answers: the Fetch API's words on small plain objects.
 * The global classes of these names stay untouched, since they load undici at cold start.
 *
 * @module
 */
import type { Schema } from './schema.ts'

/** A request, as a handler sees it. */
export interface HttpRequest {
  /** Request id: in the log, in `x-request-id`, in every message that this request causes. */
  readonly id: string
  /** Upper case. */
  readonly method: string
  /** Percent-encoded path without query; well formed, so `decodeURIComponent` never throws. */
  readonly path: string
  /** The address as the client wrote it. Its host is the client's claim: for links use `appUrl()`. */
  readonly url: URL
  readonly query: URLSearchParams
  readonly headers: HttpHeaders
  readonly cookies: ReadonlyMap<string, string>
  /** Address of the client, or of the proxy in front of API Gateway. */
  readonly ip: string

  /** The body as text. @throws BAD_REQUEST when it is not UTF-8 */
  text(): Promise<string>
  /** The body as it came. */
  bytes(): Promise<Uint8Array>
  /**
   * The body as JSON, checked against the schema if one is given.
   *
   * @throws UNSUPPORTED_MEDIA_TYPE, INVALID_JSON, INVALID_INPUT
   */
  json(): Promise<unknown>
  json<T>(schema: Schema<T>): Promise<T>
  /**
   * The fields of a posted form; of a repeated field the last one.
   *
   * @throws UNSUPPORTED_MEDIA_TYPE, INVALID_INPUT
   */
  form(): Promise<Record<string, string>>
  form<T>(schema: Schema<T>): Promise<T>
}

/** Request headers; names in any case, a repeated header joined by commas. */
export interface HttpHeaders {
  get(name: string): string | null
  has(name: string): boolean
  entries(): IterableIterator<[string, string]>
}

/** An answer. Made by `json`, `html`, `redirect` and their like. */
export interface HttpResponse {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  /** Whole `set-cookie` values, as `cookie()` makes them. */
  cookies: string[]
  body: string | Uint8Array
}

/** What every response helper takes beside its content. */
export interface ResponseInit {
  status?: number
  headers?: Record<string, string>
  cookies?: string[]
  /** Sources added to the content security policy: `{ 'img-src': ['https://images.example.com'] }`. */
  csp?: Record<string, readonly string[]>
}

/** RFC 9457 problem details, as every error is answered. */
export interface Problem {
  /** `urn:plugboard:error:CODE` */
  type: string
  title: string
  status: number
  detail?: string
  /** Path of the request. */
  instance: string
  code: string
  requestId: string
  errors?: { path: string; message: string }[]
}

/** Path parameters by name, decoded. */
export type Params = Readonly<Record<string, string>>

/** The work of one route. */
export type HttpHandler = (
  request: HttpRequest,
  params: Params,
) => HttpResponse | Promise<HttpResponse>

export interface HttpOptions {
  /** Largest body taken, in bytes. Default 1 MiB; API Gateway and Lambda allow 6 MB at most. */
  bodyLimit?: number
  /**
   * Methods of an `any` route, such as `['GET', 'POST']`: others are answered 405, HEAD comes with
   * GET. OPTIONS is answered with the list, and reaches the handler only if it is named here.
   */
  methods?: readonly string[]
  /** Makes an error readable for a person. Asked when the client accepts HTML. */
  renderProblem?: (
    problem: Problem,
    request: HttpRequest,
  ) => HttpResponse | undefined | Promise<HttpResponse | undefined>
}

/** The part of an API Gateway HTTP API event (payload version 2.0) that is read. */
export interface HttpEvent {
  version?: string
  routeKey?: string
  rawPath?: string
  rawQueryString?: string
  cookies?: string[]
  headers?: Record<string, string | undefined>
  pathParameters?: Record<string, string | undefined>
  requestContext?: {
    requestId?: string
    domainName?: string
    http?: { method: string; path?: string; sourceIp?: string | null }
  }
  body?: string
  isBase64Encoded?: boolean
}

/** What API Gateway is given back (payload version 2.0). */
export interface HttpResult {
  statusCode: number
  headers: Record<string, string>
  cookies: string[]
  body: string
  isBase64Encoded: boolean
}

/** What `http()` makes. */
export type LambdaHandler = (
  event: HttpEvent,
  context?: { awsRequestId?: string },
) => Promise<HttpResult>
