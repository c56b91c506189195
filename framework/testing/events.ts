/**
 * Events in the shapes that AWS gives them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'

/** A request to be made, in the words of fetch. */
export interface HttpEventInit {
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array | URLSearchParams
}

interface RouteMatch {
  params: Record<string, string>
  /** `GET /articles/{slug}`. */
  route: string
}

/**
 * A request as an HTTP API hands it on, payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toHttpEvent(path: string, init: HttpEventInit & RouteMatch) {
  const { method = 'GET', params, route } = init
  const [rawPath, rawQueryString = ''] = splitOnce(path, '?')
  const { cookie, ...headers } = toHeaders(init)
  const query = new URLSearchParams(rawQueryString)
  const names = [...new Set(query.keys())]

  return {
    version: '2.0',
    routeKey: route,
    rawPath,
    rawQueryString,
    ...(cookie && { cookies: cookie.split('; ') }),
    headers,
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(
        names.map((name) => [name, query.getAll(name).join(',')]),
      ),
    }),
    ...(Object.keys(params).length > 0 && { pathParameters: params }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? 'vitest',
      },
      requestId: randomUUID(),
      routeKey: route,
      stage: '$default',
      time: new Date().toUTCString(),
      timeEpoch: Date.now(),
    },
    ...toBody(init),
  }
}

/**
 * A schedule's tick, as EventBridge Scheduler words it: `detail` is a string there.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
 */
export function toScheduledEvent(name: string, time = new Date()) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '000000000000',
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: 'us-west-2',
    resources: [`arn:aws:scheduler:us-west-2:000000000000:schedule/default/${name}`],
    detail: '{}',
  }
}

function toHeaders({ headers = {}, body }: HttpEventInit): Record<string, string> {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const isForm = body instanceof URLSearchParams
  return {
    host: new URL(process.env['APP_URL'] ?? 'http://localhost').host,
    ...(isForm && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...lower,
  }
}

// API Gateway hands text on as it is and everything else as base64, forms included.
function toBody({ body, headers = {} }: HttpEventInit) {
  if (body === undefined) return { isBase64Encoded: false }
  const isText =
    typeof body === 'string' && !/octet-stream|form/.test(headers['content-type'] ?? '')
  if (isText) return { body, isBase64Encoded: false }
  const bytes = typeof body === 'string' || body instanceof Uint8Array ? body : body.toString()
  return { body: Buffer.from(bytes).toString('base64'), isBase64Encoded: true }
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}
