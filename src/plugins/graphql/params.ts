/**
 * What a request asks for, by the GraphQL over HTTP specification.
 *
 * @module
 */
import { kernelErrors } from '#framework/errors.ts'
import type { HttpRequest } from '#framework/http.ts'
import { requirePreflight } from './csrf.ts'
import { errors } from './errors.ts'

/** The parameters of a request, of the types that the specification gives them. */
export interface Params {
  query?: string
  operationName?: string
  variables?: Record<string, unknown>
  extensions?: Record<string, unknown>
  /** The hash of a trusted document, in place of `query`. */
  documentId?: string
}

/**
 * Reads the parameters: of GET from the address, of POST from a JSON body.
 *
 * @throws GRAPHQL_CSRF, GRAPHQL_BATCHING_OFF, BAD_REQUEST, INVALID_JSON, UNSUPPORTED_MEDIA_TYPE
 */
export async function readParams(request: HttpRequest): Promise<Params> {
  if (request.method === 'POST') return checkParams(await request.json())

  requirePreflight(request)
  return checkParams({
    ...Object.fromEntries(request.query),
    variables: parseParameter(request.query, 'variables'),
    extensions: parseParameter(request.query, 'extensions'),
  })
}

function parseParameter(query: URLSearchParams, name: string): unknown {
  const value = query.get(name)
  if (!value) return undefined
  try {
    return JSON.parse(value)
  } catch (cause) {
    throw kernelErrors.BAD_REQUEST({ detail: `${name} is not valid JSON`, cause })
  }
}

function checkParams(body: unknown): Params {
  if (Array.isArray(body)) throw errors.GRAPHQL_BATCHING_OFF()
  if (!isObject(body)) throw kernelErrors.BAD_REQUEST('The body must be a JSON object')

  const problems = Object.entries(shapes).flatMap(([name, [fits, shape]]) =>
    fits(body[name] ?? undefined) ? [] : [{ path: name, message: `must be ${shape}` }],
  )
  if (problems.length > 0) {
    const detail = problems.map(({ path, message }) => `${path} ${message}`).join('; ')
    throw kernelErrors.BAD_REQUEST({ detail, errors: problems })
  }
  // What else is in the body is none of ours: the specification keeps it for its own future.
  const known = Object.keys(shapes).filter((name) => body[name] !== null && name in body)
  return Object.fromEntries(known.map((name) => [name, body[name]]))
}

type Shape = readonly [fits: (value: unknown) => boolean, name: string]

const text: Shape = [(value) => value === undefined || typeof value === 'string', 'a string']
const object: Shape = [(value) => value === undefined || isObject(value), 'an object']

const shapes: Record<keyof Params, Shape> = {
  query: text,
  operationName: text,
  variables: object,
  extensions: object,
  documentId: text,
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
