/**
 * DynamoDB's protocol with nothing in between: JSON over HTTP, signed as AWS wants it.
 *
 * @module
 */
import { createHash, createHmac } from 'node:crypto'

/** Where to send, and as whom. */
export interface Target {
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** What came back, whether it went well or not. */
export interface Answer {
  ok: boolean
  /** Of an error; without its prefix. */
  error?: string
  message?: string
  body: Record<string, unknown>
}

/** Sends one request. `action` is DynamoDB's, or in full: `DynamoDBStreams_20120810.GetRecords`. */
export async function send(target: Target, action: string, body: object): Promise<Answer> {
  const payload = JSON.stringify(body)
  const [version, name] = action.includes('.') ? action.split('.') : ['DynamoDB_20120810', action]
  const url = new URL(
    version === 'DynamoDB_20120810'
      ? target.endpoint
      : // The streams of AWS have their own host; those of the local databases do not.
        target.endpoint.replace('https://dynamodb.', 'https://streams.dynamodb.'),
  )
  const response = await fetch(url, {
    method: 'POST',
    headers: sign(target, url.host, { 'x-amz-target': `${version}.${name}` }, payload),
    body: payload,
  })
  const text = await response.text()
  const parsed = (text ? JSON.parse(text) : {}) as Record<string, unknown>
  if (response.ok) return { ok: true, body: parsed }
  return {
    ok: false,
    error: String(parsed['__type'] ?? `HTTP ${response.status}`)
      .split('#')
      .pop()!,
    message: String(parsed['message'] ?? parsed['Message'] ?? ''),
    body: parsed,
  }
}

/** Signature version 4. */
function sign(target: Target, host: string, own: Record<string, string>, payload: string) {
  const { region, accessKeyId, secretAccessKey, sessionToken } = target
  const time = new Date().toISOString().replaceAll(/[:-]|\.\d+/g, '')
  const scope = [time.slice(0, 8), region, 'dynamodb', 'aws4_request']
  const headers: Record<string, string> = {
    'content-type': 'application/x-amz-json-1.0',
    host,
    'x-amz-date': time,
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    ...own,
  }
  const names = Object.keys(headers).sort()
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('')
  const request = ['POST', '/', '', lines, names.join(';'), hash(payload)].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(request)].join('\n')
  const key = scope.reduce<string | Buffer>(
    (key, part) => createHmac('sha256', key).update(part).digest(),
    `AWS4${secretAccessKey}`,
  )
  const signature = createHmac('sha256', key).update(text).digest('hex')
  const { host: _, ...sent } = headers
  return {
    ...sent,
    authorization:
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope.join('/')}, ` +
      `SignedHeaders=${names.join(';')}, Signature=${signature}`,
  }
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
