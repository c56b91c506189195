/**
 * Times and payloads as people read them.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'

/** `4 ms`, `1.24 s`, `3 min`. */
export function toDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`
  if (milliseconds < 1000) return `${milliseconds.toFixed(0)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`
  return `${Math.round(milliseconds / 60_000)} min`
}

/** `09:10:11`, by the clock on the wall. */
export function toClock(time: number): string {
  return new Date(time).toLocaleTimeString('en-GB')
}

/** `09:10:11.123`. */
export function toExactClock(time: number): string {
  return `${toClock(time)}.${String(Math.floor(time) % 1000).padStart(3, '0')}`
}

/** `in 3 h`, `in 4 days`. */
export function toWait(time: number): string {
  const minutes = Math.max(0, Math.round((time - Date.now()) / 60_000))
  if (minutes < 1) return 'in less than a minute'
  if (minutes < 120) return `in ${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `in ${hours} h` : `in ${Math.round(hours / 24)} days`
}

const token = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** JSON with its parts told apart; other text as it is. */
export function toColoured(text: string): TemplateResult[] {
  const parts: TemplateResult[] = []
  let from = 0
  for (const match of text.matchAll(token)) {
    const [whole, string, colon] = match
    parts.push(html`${text.slice(from, match.index)}`)
    from = match.index + whole.length
    if (colon) parts.push(html`<span class="k">${string}</span>${colon}`)
    else parts.push(html`<span class=${string ? 's' : 'n'}>${whole}</span>`)
  }
  parts.push(html`${text.slice(from)}`)
  return parts
}

/** The same JSON over several lines; other text as it is. */
export function toPretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return text
  }
}

/** What an event carries, taken out of the wrapping. */
export function findContent(event: string | undefined): { label: string; text: string }[] {
  try {
    const { body, Records } = JSON.parse(event ?? '') as Wrapping
    if (body) return [{ label: 'Body', text: toPretty(body) }]
    const messages = (Records ?? []).slice(0, 20).map((it) => it.Sns?.Message ?? it.body ?? '')
    return messages.filter(Boolean).map((text, index) => ({
      label: messages.length > 1 ? `Message ${index + 1}` : 'Message',
      text: toPretty(text),
    }))
  } catch {
    return []
  }
}

interface Wrapping {
  body?: string
  Records?: { body?: string; Sns?: { Message?: string } }[]
}
