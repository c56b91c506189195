import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html, isSafeHtml } from '../html.ts'

describe('html', () => {
  it('escapes what is not known to be safe, in text and in attributes', () => {
    const evil = `"><script>alert('x')</script>`

    const page = html`<a title="${evil}">${evil}</a>`

    assert.doesNotMatch(String(page), /<script|title="">/)
    assert.match(String(page), /&lt;script&gt;alert\(&#39;x&#39;\)/)
  })

  it('nests, joins lists and leaves out what is absent', () => {
    const items = ['a & b', 'c'].map((item) => html`<li>${item}</li>`)

    const list = html`<ul>
      ${items}${null}${undefined}
    </ul>`

    assert.equal(String(list).replaceAll(/\s+</g, '<'), '<ul><li>a &amp; b</li><li>c</li></ul>')
    assert.ok(isSafeHtml(list))
  })

  it('takes trusted markup as it is through html.raw', () => {
    assert.equal(String(html`${html.raw`<b>${'<i>'}</b>`}`), '<b><i></b>')
  })
})
