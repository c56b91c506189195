/**
 * A call of the console's page, and what a route makes of it.
 *
 * @module
 */

/** A call: `GET traces/1f3a`, with what came in its query or its body. */
export interface Call {
  method: string
  /** Below `/api/`, decoded. */
  path: readonly string[]
  query: URLSearchParams
  /** @throws ApiProblem where the body is anything but a JSON object of at most 1 MB. */
  json: () => Promise<Json>
  /** @throws ApiProblem where there are more. */
  bytes: (limit: number) => Promise<Buffer>
  /** Of the body. */
  contentType: string | undefined
}

export type Json = { [name: string]: unknown }

/**
 * What answers, by method and path; `*` stands for the second part: `GET traces *`. What is answered
 * is JSON, a file, or with `undefined` nothing.
 */
export interface Routes {
  [route: string]: (call: Call) => unknown
}

/** Bytes that somebody stored: sent as they are, and never run. */
export interface FileAnswer {
  file: { name: string; contentType: string; body: Buffer }
}

/** A mistake of the one who asks. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** @throws ApiProblem */
export function refuse(status: number, message: string): never {
  throw new ApiProblem(status, message)
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a route answers a file. */
export function isFile(answer: unknown): answer is FileAnswer {
  return isObject(answer) && isObject(answer['file']) && Buffer.isBuffer(answer['file']['body'])
}
