import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { absolute, escapeXml, withAbsoluteLinks } from '../xml.ts'

describe('escapeXml', () => {
  it('escapes what has a meaning in text and attributes', () => {
    assert.equal(escapeXml(`<a b="c">&'`), '&lt;a b=&quot;c&quot;&gt;&amp;&apos;')
  })

  it('drops what XML cannot hold', () => {
    assert.equal(escapeXml('a\u0000b\u001Bc\uD800d\ttab 👋'), 'abcd\ttab 👋')
  })
})

describe('withAbsoluteLinks', () => {
  it('gives this site’s paths its origin, and leaves the others', () => {
    const markup =
      '<a href="/x">1</a> <a href="//y.example/z">2</a> <img src="/c.png"> <a href="#d">'

    assert.equal(
      withAbsoluteLinks(markup),
      `<a href="${absolute('/x')}">1</a> <a href="//y.example/z">2</a> <img src="${absolute('/c.png')}"> <a href="#d">`,
    )
  })
})
