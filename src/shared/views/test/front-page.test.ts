import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html } from '#framework/html.ts'
import { frontPage } from '../front-page.ts'
import { assertSound, card, toText } from './samples.ts'

const articles = ['first', 'second', 'third'].map((slug) => card({ slug, title: `The ${slug}` }))

describe('front page', () => {
  it('leads with the newest article and lists the others', () => {
    const page = frontPage({ articles, mostRead: [] })

    assertSound(page)
    assert.match(String(page), /class="lead-title"><a href="\/articles\/first">The first</)
    assert.equal(String(page).split('class="card"').length - 1, 2)
    assert.match(toText(page), /^Lintel Small things that carry weight Autumn 2026 Number 3/)
  })

  it('ranks what was read most, five at the most', () => {
    const mostRead = Array.from({ length: 7 }, (_, index) => card({ title: `Read ${index}` }))

    const text = toText(frontPage({ articles, mostRead }))

    assert.match(text, /Most read Read 0 .* Read 4 /)
    assert.doesNotMatch(text, /Read 5/)
    assert.doesNotMatch(toText(frontPage({ articles, mostRead: [] })), /Most read/)
  })

  it('leads on to earlier articles, with a link that needs no script', () => {
    const page = String(frontPage({ articles, mostRead: [], nextCursor: 'a+b/c=' }))

    assert.match(page, /<more-articles cursor="a\+b\/c=">/)
    assert.match(page, /href="\/\?after=a%2Bb%2Fc%3D"/)
    assert.doesNotMatch(String(frontPage({ articles, mostRead: [] })), /more-articles/)
  })

  it('shows earlier articles as a plain list', () => {
    const page = frontPage({ articles, mostRead: [], older: true })

    assertSound(page)
    assert.match(toText(page), /^Earlier pieces/)
    assert.equal(String(page).split('class="card"').length - 1, 3)
    assert.match(toText(frontPage({ articles: [], mostRead: [], older: true })), /nothing earlier/)
  })

  it('says so when nothing is published yet, and shows writers where to begin', () => {
    const empty = { articles: [], mostRead: [], homeSlots: [html`<p>By mail</p>`] }

    assertSound(frontPage(empty))
    assert.match(toText(frontPage(empty)), /The first page is still blank.*By mail/)
    assert.doesNotMatch(String(frontPage(empty)), /href="\/write"/)
    assert.match(String(frontPage({ ...empty, canWrite: true })), /href="\/write"/)
  })

  it('leaves out the list when there is one article alone', () => {
    const page = frontPage({ articles: [card()], mostRead: [], homeSlots: [html`<p>By mail</p>`] })

    assertSound(page)
    assert.doesNotMatch(toText(page), /Also in print/)
    assert.match(toText(page), /By mail/)
  })

  it('escapes titles and summaries', () => {
    const page = frontPage({
      articles: [card({ title: '<b>bold</b>' }), card({ summary: '<i>sly</i>', slug: 'two' })],
      mostRead: [card({ author: '<u>me</u>' })],
    })

    assert.doesNotMatch(String(page), /<b>bold|<i>sly|<u>me/)
  })
})
