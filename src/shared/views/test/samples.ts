/**
 * What the tests of the views show, and what they all ask of a page.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { SafeHtml } from '#framework/html.ts'
import type { ArticleCard, ArticleView } from '../types.ts'

/** An article for a list, with whatever the test is about. */
export function card(overrides: Partial<ArticleCard> = {}): ArticleCard {
  return {
    slug: 'at-least-once',
    title: 'At least once',
    summary: 'A queue promises that your message will arrive.',
    author: 'Tomasz Wrona',
    publishedAt: '2026-11-12T06:00:00.000Z',
    readingMinutes: 3,
    tags: ['serverless', 'craft'],
    ...overrides,
  }
}

/** An article for its own page. */
export function view(overrides: Partial<ArticleView> = {}): ArticleView {
  return { ...card(), html: '<p>My grandmother&#39;s brother emigrated.</p>', ...overrides }
}

/** Fails for markup that a strict Content-Security-Policy would refuse, and for broken structure. */
export function assertSound(page: SafeHtml): void {
  const markup = String(page)

  assert.doesNotMatch(markup, /<style|\sstyle=/i, 'no inline style')
  assert.doesNotMatch(markup, /<script(?![^>]*\ssrc=)/i, 'no inline script')
  assert.doesNotMatch(markup, /<[^>]+\son[a-z]+=/i, 'no inline event handler')
  assert.doesNotMatch(markup, /undefined|NaN|\[object|>\s*(?:true|false|null)\s*</, 'no leftovers')

  const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
  assert.deepEqual(ids, [...new Set(ids)], 'each id is used once')
  for (const [, id] of markup.matchAll(/\s(?:for|aria-labelledby)="([^"]*)"/g)) {
    assert.ok(ids.includes(id), `there is an element with the id ${id}`)
  }
}

/** The text that a reader sees, without tags and with single spaces. */
export function toText(page: SafeHtml): string {
  return String(page)
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
