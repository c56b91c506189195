/**
 * Which pages may read answers: those of the bucket's origins.
 *
 * @module
 */
import { corsRules } from '../../plugin/buckets.ts'
import { refuse } from './errors.ts'
import type { LocalBucket, S3Answer, S3Request } from './types.ts'

/** Whether a page's browser may send what the page wants to. */
export function answerPreflight({ header }: S3Request, bucket: LocalBucket): S3Answer {
  const origin = header('origin')
  const method = header('access-control-request-method')
  if (origin === undefined) {
    throw refuse('BadRequest', {
      message: 'Insufficient information. Origin request header needed.',
    })
  }
  if (method === undefined || !isMethod(method)) {
    throw refuse('BadRequest', {
      message: `Invalid Access-Control-Request-Method: ${method ?? 'null'}`,
    })
  }
  const headers = toCorsHeaders({ header }, bucket)
  if (!headers) {
    throw refuse('AccessForbidden', { details: { Method: method, ResourceType: 'OBJECT' } })
  }
  const asked = header('access-control-request-headers')
  return {
    status: 200,
    headers: {
      ...headers,
      ...(asked && { 'access-control-allow-headers': asked.toLowerCase() }),
      'access-control-max-age': corsRules.maxAge,
    },
  }
}

/** What goes with every answer to a page of an allowed origin; undefined for all others. */
export function toCorsHeaders(
  { header }: Pick<S3Request, 'header'>,
  { cors }: LocalBucket,
): Record<string, string> | undefined {
  const origin = header('origin')
  const rule = origin === undefined ? undefined : cors.find((it) => isMatch(it, origin))
  if (rule === undefined) return undefined
  return {
    'access-control-allow-origin': rule === '*' ? '*' : origin!,
    'access-control-allow-methods': corsRules.methods.join(', '),
    'access-control-expose-headers': corsRules.exposed.join(', '),
    ...(rule !== '*' && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

function isMethod(method: string): boolean {
  return (corsRules.methods as readonly string[]).includes(method)
}

/** `*` stands for anything, once. */
function isMatch(rule: string, origin: string): boolean {
  const [start = '', end] = rule.split('*')
  if (end === undefined) return rule === origin
  const isLong = origin.length >= start.length + end.length
  return isLong && origin.startsWith(start) && origin.endsWith(end)
}
