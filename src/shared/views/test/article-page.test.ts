import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html } from '#framework/html.ts'
import { articlePage } from '../article-page.ts'
import { assertSound, card, toText, view } from './samples.ts'

describe('article page', () => {
  it('shows the text, and who wrote it when', () => {
    const page = articlePage({ article: view(), more: [] })

    assertSound(page)
    assert.match(String(page), /<p>My grandmother&#39;s brother emigrated\.<\/p>/)
    assert.match(String(page), /<time datetime="2026-11-12T06:00:00.000Z">12 November 2026<\/time>/)
    assert.match(toText(page), /Words Tomasz Wrona .* Issue Autumn 2026 Length 3 minutes/)
    assert.equal(String(page).split('<h1').length - 1, 1)
  })

  it('carries the slug, by which a view is counted', () => {
    assert.match(
      String(articlePage({ article: view(), more: [] })),
      /<article[^>]* data-slug="at-least-once"/,
    )
  })

  it('says when it was changed on a later day', () => {
    assert.match(changed('2026-11-20T06:00:00.000Z'), /Mended 20 November 2026/)
    assert.doesNotMatch(changed('2026-11-12T09:00:00.000Z'), /Mended/)
  })

  it('shows what services bring, then what to read next', () => {
    const page = articlePage({
      article: view(),
      more: [card({ slug: 'grey', title: 'Grey is a decision' })],
      endSlots: [html`<p>By mail</p>`],
    })

    assertSound(page)
    assert.match(toText(page), /By mail.*Read next Grey is a decision/)
  })

  it('shows the way to the editor to writers alone', () => {
    const page = { article: view(), more: [] }

    assert.match(String(articlePage({ ...page, canWrite: true })), /href="\/write\/at-least-once"/)
    assert.doesNotMatch(String(articlePage(page)), /\/write\//)
  })
})

function changed(updatedAt: string) {
  return toText(articlePage({ article: view({ updatedAt }), more: [] }))
}
