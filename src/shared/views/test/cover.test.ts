import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html } from '#framework/html.ts'
import { cover, coverSvg } from '../cover.ts'
import { assertSound } from './samples.ts'

const slugs = Array.from({ length: 300 }, (_, index) => `article-${index}`)

describe('cover', () => {
  it('draws the same slug the same way, and another one differently', () => {
    assert.equal(String(cover('at-least-once')), String(cover('at-least-once')))
    assert.equal(new Set(slugs.map((slug) => String(cover(slug)))).size, slugs.length)
  })

  it('is decoration, and sound, and light', () => {
    for (const slug of slugs) {
      const art = cover(slug)

      assertSound(html`${art}`)
      assert.match(String(art), /^<svg\s[^>]*aria-hidden="true"/)
      assert.doesNotMatch(String(art), /Infinity|="[^"]*e-/)
      assert.ok(String(art).length < 6000, `${slug} takes ${String(art).length} characters`)
    }
  })

  it('takes any text for a slug, and leaks none of it', () => {
    assert.doesNotMatch(String(cover('"><script>')), /script/)
    assert.match(String(cover('')), /<rect /)
  })

  it('comes as a file with colours of its own', () => {
    const file = coverSvg('at-least-once')

    assert.match(file, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    assert.match(file, /fill="#[0-9a-f]{6}"/)
    assert.doesNotMatch(file, /class=/)
  })
})
