/**
 * Payloads as they may be shown: without secrets, and of a size to look at.
 *
 * @module
 */
import { cut, redact } from '../../trace/redact.ts'

export function toShown(payload: unknown): string {
  const shown = redact(payload)
  return cut(typeof shown === 'string' ? shown : JSON.stringify(shown))
}
