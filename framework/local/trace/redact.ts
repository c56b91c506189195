/**
 * Payloads as they may be shown: without secrets, and of a size to look at.
 *
 * @module
 */

/** The most of a payload that is kept, in bytes. */
export const maxPayload = 64 * 1024

const secret =
  /^(authorization|proxy-authorization|cookies?|set-cookie2?|x-api-key|x-amz-security-token|password|passwd|secret|client[_-]?secret|.*[_-]token|(access|refresh|id|csrf|session)token|token)$/i

const hidden = '•••'

/** The payload as indented JSON, secrets replaced, cut at 64 kB; `undefined` for nothing. */
export function toPayload(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return cut(JSON.stringify(redact(value), undefined, 2) ?? String(value))
}

/** A copy without secrets. JSON in strings is looked into too: bodies and messages are such. */
export function redact(value: unknown, depth = 0): unknown {
  if (depth > 40) return '…'
  if (typeof value === 'string') return redactText(value, depth)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    secret.test(key) && item !== null && item !== undefined ? hide(item) : redact(item, depth + 1),
  ])
  const { isBase64Encoded, body } = value as { isBase64Encoded?: unknown; body?: unknown }
  const copy = Object.fromEntries(entries) as Record<string, unknown>
  if (isBase64Encoded === true && typeof body === 'string') {
    copy['body'] = describeBytes(body)
  }
  return copy
}

/** Text that ends at 64 kB, and says so. */
export function cut(text: string): string {
  const bytes = Buffer.byteLength(text)
  if (bytes <= maxPayload) return text
  const kept = Buffer.from(text)
    .subarray(0, maxPayload)
    .toString()
    .replace(/\uFFFD+$/, '')
  return `${kept}\n… cut: ${Math.ceil(bytes / 1024)} kB in all`
}

// The number of cookies is worth knowing, their values are not.
function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide)
  if (typeof value !== 'string') return hidden
  const name = /^([\w.-]+)=/.exec(value)?.[1]
  return name ? `${name}=${hidden}` : hidden
}

function redactText(text: string, depth: number): string {
  if (text.length > 4 * maxPayload || !/^\s*[{[]/.test(text)) return text
  try {
    return JSON.stringify(redact(JSON.parse(text), depth + 1))
  } catch {
    return text
  }
}

// The sandbox hands forms on as base64: people want to read them.
function describeBytes(body: string): string {
  const bytes = Buffer.from(body, 'base64')
  const text = bytes.toString('utf8')
  if (bytes.length > maxPayload || Buffer.byteLength(text) !== bytes.length || !isText(text)) {
    return `(${bytes.length} bytes)`
  }
  return /^[\w.%+-]+=/.test(text) ? redactForm(text) : redactText(text, 0)
}

// Decoded, one field to a line.
function redactForm(text: string): string {
  const pairs = [...new URLSearchParams(text)]
  return pairs.map(([name, value]) => `${name}=${secret.test(name) ? hidden : value}`).join('\n')
}

function isText(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000E-\u001F\uFFFD]/.test(text)
}
