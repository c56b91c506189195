import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { readingMinutes, renderMarkdown } from '../markdown.ts'

describe('renderMarkdown', () => {
  it('shows raw HTML as text', () => {
    const html = renderMarkdown('Hi <script>alert(1)</script>')

    assert.equal(html, '<p>Hi &lt;script&gt;alert(1)&lt;/script&gt;</p>\n')
  })

  it.each(['javascript:alert(1)', 'vbscript:x', 'data:text/html,x', 'JaVaScRiPt:alert(1)'])(
    'makes no link of %s',
    (address) => {
      const html = renderMarkdown(`[click](${address})`)

      assert.ok(!html.includes('<a'), html)
    },
  )

  it('starts below the title of the page, with an id for each heading', () => {
    const html = renderMarkdown('# Setup\n\n## Setup\n\n###### Deep')

    assert.equal(
      html,
      '<h2 id="text-setup">Setup</h2>\n<h3 id="text-setup-2">Setup</h3>\n<h6 id="text-deep">Deep</h6>\n',
    )
  })

  it('gives no id twice, whatever the headings say', () => {
    const html = renderMarkdown('# Part\n\n# Part 2\n\n# Part\n\n# Part\n\n# Part 2\n')

    const ids = [...html.matchAll(/id="([^"]+)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, 5, ids.join(', '))
  })

  it('takes no id of the page around it, and finds its own', () => {
    const html = renderMarkdown('# Main\n\n[up](#main)')

    assert.equal(html, '<h2 id="text-main">Main</h2>\n<p><a href="#text-main">up</a></p>\n')
  })

  it('writes no style attribute, which the CSP would refuse', () => {
    const html = renderMarkdown('| a | b |\n| :- | -: |\n| 1 | 2 |\n')

    assert.ok(!html.includes('style='), html)
    assert.ok(html.includes('<td class="align-right">2</td>'), html)
  })

  it('keeps code as written, in a block that a keyboard can scroll', () => {
    const html = renderMarkdown('```ts\nif (a < b) {}\n```')

    assert.equal(
      html,
      '<pre tabindex="0"><code class="language-ts">if (a &lt; b) {}\n</code></pre>\n',
    )
  })

  it('links what is written out as an address, and marks what leads away', () => {
    const html = renderMarkdown('See https://example.com/x or README.md, or [us](/about).')

    assert.ok(html.includes('<a href="https://example.com/x" rel="noopener">'), html)
    assert.ok(html.includes('README.md,'), html)
    assert.ok(html.includes('<a href="/about">us</a>'), html)
  })

  it('loads images when they are scrolled to', () => {
    assert.ok(renderMarkdown('![a cat](/cat.png)').includes('alt="a cat" loading="lazy"'))
  })
})

describe('readingMinutes', () => {
  it('counts at least one', () => {
    assert.equal(readingMinutes(''), 1)
    assert.equal(readingMinutes('word '.repeat(690)), 3)
  })
})
