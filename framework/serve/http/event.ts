/**
 * A request as an event of API Gateway, payload format 2.0: functions cannot tell the difference.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { toHttpEvent } from '../../testing/events.ts'
import type { Match } from '../../testing/routes.ts'
import type { ServedFunction } from '../manifest.ts'
import { toForwarded } from './forwarded.ts'

export interface EventOptions {
  /** Path and query, as they were sent. */
  target: string
  body: Buffer
  match: Match<ServedFunction>
  proxies: number
  /** Of the site, by its configuration: a `host` header would be the client's claim. */
  domainName: string
}

export function toEvent(request: IncomingMessage, options: EventOptions) {
  const { target, body, match, proxies, domainName } = options
  const { method = 'GET', httpVersion } = request
  const forwarded = toForwarded(request, proxies)
  const headers = toHeaders(request, forwarded)
  const event = toHttpEvent(target, {
    method,
    headers,
    params: match.params,
    route: match.key,
    ...(body.length > 0 && { body: toBody(body, headers['content-type']) }),
  })
  const { requestContext } = event
  return {
    ...event,
    requestContext: {
      ...requestContext,
      apiId: 'container',
      domainName,
      domainPrefix: domainName.split('.')[0]!,
      http: {
        ...requestContext.http,
        protocol: `HTTP/${httpVersion}`,
        sourceIp: forwarded.ip,
        userAgent: headers['user-agent'] ?? '',
      },
    },
  }
}

function toHeaders(
  { headers, socket }: IncomingMessage,
  { chain, scheme }: ReturnType<typeof toForwarded>,
): Record<string, string> {
  const { connection: _hop, 'keep-alive': _too, cookie, ...rest } = headers
  const entries = Object.entries(rest).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ])
  return {
    ...(Object.fromEntries(entries) as Record<string, string>),
    // Browsers write "; ", others leave the blank out.
    ...(cookie && { cookie: cookie.split(/; */).join('; ') }),
    'x-forwarded-for': chain.join(', '),
    'x-forwarded-port': String(headers['x-forwarded-port'] ?? socket.localPort ?? ''),
    'x-forwarded-proto': scheme,
  }
}

const text = /^(text\/|application\/([\w.+-]+\+)?(json|xml|javascript)\b)/i

/** As API Gateway hands it on: text as it is, all else as base64. */
function toBody(body: Buffer, type = ''): string | Buffer {
  return text.test(type) && isUtf8(body) ? body.toString() : body
}
