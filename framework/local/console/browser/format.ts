/**
 * Sizes and payloads as people read them.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'

/** `812 bytes`, `3.4 kB`, `12 MB`. */
export function toSize(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  const units = ['kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3))
  const size = bytes / 1000 ** power
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} ${units[power - 1]}`
}

/** `1 object`, `3 objects`. */
export function toCount(count: number | string, noun: string): string {
  return `${count} ${noun}${String(count) === '1' ? '' : 's'}`
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
