/**
 * Turns any value into one that is safe to log: plain, of bounded size, without secrets.
 *
 * @module
 */

const secret = /authori[sz]ation|cookie|passw(or)?d|secret|token|credential|api[-_]?key|signature/i
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi

const maxDepth = 8
const maxItems = 100
const maxLength = 16_384

/** A value as JSON can write it. Errors come whole: name, message, code, stack, cause. */
export function toLogValue(value: unknown): unknown {
  return convert(value, maxDepth, new Set())
}

function convert(value: unknown, depth: number, parents: Set<object>): unknown {
  switch (typeof value) {
    case 'string':
      return toText(value)
    case 'bigint':
    case 'symbol':
      return String(value)
    case 'function':
      return `[function ${value.name}]`
    case 'object':
      break
    default:
      // NaN and infinity would be null.
      return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
  }
  if (value === null) return null
  if (parents.has(value)) return '[circular]'
  if (depth === 0) return '[too deep]'

  parents.add(value)
  const converted = convertObject(value, depth - 1, parents)
  parents.delete(value)
  return converted
}

function convertObject(value: object, depth: number, parents: Set<object>): unknown {
  if (value instanceof Date) return Number.isNaN(+value) ? 'Invalid Date' : value.toISOString()
  if (value instanceof URL) return toText(value.origin + value.pathname)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (value instanceof Map) return convertFields(Object.fromEntries(value), depth, parents)
  if (Array.isArray(value) || value instanceof Set) {
    const items = [...value]
    const shown = items.slice(0, maxItems).map((item) => convert(item, depth, parents))
    return items.length > maxItems ? [...shown, `[${items.length - maxItems} more]`] : shown
  }
  if (value instanceof Error) {
    // These are not enumerable.
    const { name, message, stack, cause, errors } = value as AggregateError
    // Own fields last: an error of the catalogue has its code and status there.
    return convertFields(
      Object.assign({ name, message, stack, cause, errors }, value),
      depth,
      parents,
    )
  }
  return convertFields(value, depth, parents)
}

function convertFields(value: object, depth: number, parents: Set<object>): unknown {
  const converted: Record<string, unknown> = {}
  for (const key of Object.keys(value)) {
    const field = read(value, key)
    if (field === undefined) continue
    const hidden = secret.test(key) && field !== null && typeof field !== 'boolean'
    converted[key] = hidden ? '[redacted]' : convert(field, depth, parents)
  }
  return converted
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch (error) {
    return `[unreadable: ${String(error)}]`
  }
}

function toText(text: string): string {
  const kept =
    text.length > maxLength
      ? `${text.slice(0, maxLength)}[${text.length - maxLength} characters more]`
      : text
  // Looking for the space first is cheaper than compiling the pattern at cold start.
  return kept.includes(' ') ? kept.replace(bearer, '$1 [redacted]') : kept
}
