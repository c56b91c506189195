import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { toNotice } from '../mails.ts'

const article = {
  slug: 'a',
  title: 'Bread & <b>stone</b>',
  summary: 'A summary',
  url: 'https://example.org/articles/a',
}

describe('the notice of an article', () => {
  it('escapes what was written by hand', () => {
    const { html, text } = toNotice(article, { id: 'abc' })

    assert.match(html, /<h1>Bread &amp; &lt;b&gt;stone&lt;\/b&gt;<\/h1>/)
    assert.match(text, /^Bread & <b>stone<\/b>\n/)
  })

  it('keeps line breaks of a title out of the subject', () => {
    const { subject } = toNotice(
      { ...article, title: 'Bread\r\nBcc: eve@example.org' },
      { id: 'abc' },
    )

    assert.equal(subject, 'Bread Bcc: eve@example.org')
  })

  it('can be left with one click, as mail programs demand', () => {
    const { headers, text } = toNotice(article, { id: 'abc' })

    const link = /^<(\S+)>$/.exec(headers!['List-Unsubscribe']!)?.[1]
    assert.ok(link && text.endsWith(link))
    assert.equal(headers!['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
  })
})
