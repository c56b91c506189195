/**
 * Errors on their way out: what is told to the client, and what only to the log.
 *
 * @module
 */
import { GraphQLError, Kind, type ASTNode, type GraphQLFormattedError } from 'graphql'
import { AppError, catalogue, kernelErrors } from '#framework/errors.ts'
import type { HttpRequest } from '#framework/http.ts'
import { log } from '#framework/log.ts'
import { errors } from './errors.ts'

/** An error as it is answered. */
export interface Failure {
  status: number
  headers: Record<string, string>
  formatted: GraphQLFormattedError
}

/**
 * An error of the catalogue in GraphQL's words, with its place in the document.
 *
 * graphql-js does this to what resolvers throw; what is thrown beside them must come as one already,
 * because yoga takes any other error that has a list of `errors` apart.
 */
export function toGraphqlError(error: AppError, nodes?: ASTNode | readonly ASTNode[]) {
  return new GraphQLError(error.message, { originalError: error, nodes: nodes ?? null })
}

/** Decides what becomes of each error of a result. An unexpected one is logged whole, once. */
export function toFailures(problems: readonly unknown[], request: HttpRequest): Failure[] {
  const logged = new Set<unknown>()

  const failures = problems.map((problem) => {
    const place = problem instanceof GraphQLError ? problem.toJSON() : undefined
    const origin = toOrigin(problem)
    const error = findExpected(problem, origin)

    if (!error || error.status >= 500) {
      if (!logged.has(origin)) log.error('graphql failed', { error: origin, path: place?.path })
      logged.add(origin)
    }
    return toFailure(error ?? toInternal(request), place)
  })
  if (failures.length > 0) log.info('graphql errors', { codes: countCodes(failures) })
  return failures
}

// The line of the request has no code, since most of these are answered 200.
function countCodes(failures: readonly Failure[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { formatted } of failures) {
    const code = String(formatted.extensions?.['code'])
    counts[code] = (counts[code] ?? 0) + 1
  }
  return counts
}

type Expected = Pick<AppError, 'message' | 'code' | 'status' | 'errors' | 'headers'> & {
  requestId?: string
}

function toFailure(error: Expected, place: GraphQLFormattedError | undefined): Failure {
  const { message, code, status, errors: fields, headers = {}, requestId } = error
  return {
    status,
    headers,
    formatted: {
      message,
      ...(place?.locations && { locations: place.locations }),
      ...(place?.path && { path: place.path }),
      extensions: {
        code,
        status,
        ...(fields && { errors: fields }),
        ...(requestId && { requestId }),
      },
    },
  }
}

function toInternal(request: HttpRequest): Expected {
  const { message, code, status } = kernelErrors.INTERNAL(
    'Something went wrong on our side. It has been recorded.',
  )
  return { message, code, status, requestId: request.id }
}

function toOrigin(problem: unknown): unknown {
  let origin = problem
  while (origin instanceof GraphQLError && origin.originalError) origin = origin.originalError
  return origin
}

function findExpected(problem: unknown, origin: unknown): Expected | undefined {
  // The detail of a 500 speaks to the operator.
  if (origin instanceof AppError) return origin.status === 500 ? undefined : origin
  if (!(problem instanceof GraphQLError && origin instanceof GraphQLError)) return undefined

  const { message, extensions } = origin
  const code = extensions['code']
  if (typeof code === 'string') {
    return { message, code, status: catalogue.get(code)?.status ?? 400 }
  }
  return isOfRequest(problem, origin)
    ? { ...toExpected(errors.GRAPHQL_INVALID_VARIABLES), message: problem.message }
    : undefined
}

// Without a path, execution had not begun. With one, it points at the argument in the document that
// got a wrong value; where graphql-js finds a resolver's result at fault, it points at nothing.
function isOfRequest(problem: GraphQLError, origin: GraphQLError): boolean {
  return !problem.path || Boolean(origin.nodes?.some(({ kind }) => kind !== Kind.FIELD))
}

function toExpected(factory: () => AppError): Expected {
  const { message, code, status } = factory()
  return { message, code, status }
}
