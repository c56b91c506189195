/**
 * Errors that clients may see: a catalogue of stable codes, one factory function for each.
 *
 * @module
 */

/** What a thrower can add to an error of the catalogue. */
export interface ErrorDetails {
  /** One sentence for the person who reads the answer. Never put secrets in it. */
  detail?: string
  /** One entry for each value at fault. */
  errors?: FieldError[]
  /** Headers for the answer, such as `retry-after`. */
  headers?: Record<string, string>
  /** Where a person can mend it: a page that a browser is sent to in place of an error page. */
  redirect?: string
  /** What went wrong below. Logged, never answered. */
  cause?: unknown
}

/** One value at fault: where it was found and what is wrong with it. */
export interface FieldError {
  path: string
  message: string
}

/** An expected failure. Its code is API: clients switch on it, so it is never reused. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: string
  readonly status: number
  readonly title: string
  declare readonly detail?: string
  declare readonly errors?: FieldError[]
  declare readonly headers?: Record<string, string>
  declare readonly redirect?: string

  constructor(code: string, status: number, title: string, details: ErrorDetails = {}) {
    const { detail, errors, headers, redirect, cause } = details
    super(detail ?? title, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
    this.title = title
    if (detail !== undefined) this.detail = detail
    if (errors !== undefined) this.errors = errors
    if (headers !== undefined) this.headers = headers
    if (redirect !== undefined) this.redirect = redirect
  }
}

/** Creates one error of the catalogue; a string is its detail. */
export type ErrorFactory = (details?: string | ErrorDetails) => AppError

type Definitions = Record<string, readonly [status: number, title: string]>

/** Every code that was declared in what is loaded now. */
export const catalogue: Map<string, { status: number; title: string }> = new Map()

/**
 * Declares errors: `defineErrors({ NOTE_NOT_FOUND: [404, 'No such note'] })`.
 * Throw one with `throw errors.NOTE_NOT_FOUND()`.
 */
export function defineErrors<const D extends Definitions>(
  definitions: D,
): { [Code in keyof D]: ErrorFactory } {
  const factories: Record<string, ErrorFactory> = {}
  for (const [code, [status, title]] of Object.entries(definitions)) {
    register(code, status, title)
    factories[code] = (details = {}) =>
      new AppError(code, status, title, typeof details === 'string' ? { detail: details } : details)
  }
  return factories as { [Code in keyof D]: ErrorFactory }
}

/** The errors of the kernel itself. */
export const kernelErrors = defineErrors({
  BAD_REQUEST: [400, 'The request is malformed'],
  INVALID_JSON: [400, 'The body is not valid JSON'],
  INVALID_CURSOR: [400, 'The cursor is not valid for this list'],
  FORBIDDEN: [403, 'This is not allowed'],
  FORBIDDEN_ORIGIN: [403, 'The request comes from another site'],
  NOT_FOUND: [404, 'There is nothing at this address'],
  METHOD_NOT_ALLOWED: [405, 'This address does not take that method'],
  CONFLICT: [409, 'Somebody else changed this in the meantime'],
  BODY_TOO_LARGE: [413, 'The body is too large'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'The body is of a type that is not understood here'],
  INVALID_INPUT: [422, 'Some values are missing or not valid'],
  INTERNAL: [500, 'Something went wrong on our side'],
  MISSING_ENV: [500, 'The environment is not complete'],
  UNAVAILABLE: [503, 'This is not available at the moment'],
})

function register(code: string, status: number, title: string) {
  if (!/^[A-Z][A-Z0-9_]*$/.test(code)) {
    throw new Error(`[errors] '${code}' must be written in UPPER_SNAKE_CASE`)
  }
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw new Error(`[errors] ${code} has status ${status}; errors are between 400 and 599`)
  }
  const known = catalogue.get(code)
  if (known && (known.status !== status || known.title !== title)) {
    throw new Error(
      `[errors] ${code} is defined twice, as '${known.title}' and as '${title}'. Rename one of them`,
    )
  }
  catalogue.set(code, { status, title })
}
