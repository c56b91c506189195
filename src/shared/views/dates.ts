/**
 * Dates as a reader says them, and the issue that a date belongs to.
 *
 * Always in UTC, so that a page is the same wherever it is rendered.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'

const months =
  'January February March April May June July August September October November December'.split(' ')

/** `2026-10-08T06:00:00Z` as `8 October 2026`; nothing for what is no date. */
export function formatDate(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** A date for people and machines alike. */
export function time(iso: string): SafeHtml {
  return html`<time datetime="${iso}">${formatDate(iso)}</time>`
}

/**
 * The quarterly's issue of a day: number 1 was spring 2026, from March to May.
 *
 * A winter carries the year in which it ends.
 */
export function toIssue(iso: string): { number: number; season: string } {
  const date = new Date(iso)
  const month = date.getUTCMonth() + 1
  const quarter = Math.floor((month % 12) / 3)
  const year = date.getUTCFullYear() + (month === 12 ? 1 : 0)
  return { number: (year - 2026) * 4 + quarter, season: `${seasons[quarter]} ${year}` }
}

const seasons = ['Winter', 'Spring', 'Summer', 'Autumn']
