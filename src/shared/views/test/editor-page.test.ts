import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { editorPage } from '../editor-page.ts'
import { assertSound, card, toText } from './samples.ts'

describe('editor page', () => {
  it('is an empty form for a new article', () => {
    const page = editorPage({ drafts: [] })

    assertSound(page)
    assert.match(String(page), /<form[^>]* method="post" action="\/write"/)
    assert.doesNotMatch(String(page), /name="slug"|name="version"|Drafts/)
    for (const intent of ['save', 'publish', 'preview']) {
      assert.match(String(page), new RegExp(`name="intent" value="${intent}"`))
    }
  })

  it('holds what was typed, exactly', () => {
    const body = '\n</textarea><script>alert(1)</script>\n  indented'
    const page = String(
      editorPage({
        article: { slug: 'x', version: 3, title: '"Quoted"', tags: ['a', 'b'], body },
        drafts: [],
      }),
    )

    assert.match(page, /type="hidden" name="slug" value="x"/)
    assert.match(page, /type="hidden" name="version" value="3"/)
    assert.match(page, /value="&quot;Quoted&quot;"/)
    assert.match(page, /value="a, b"/)
    // The first line's end after the tag is dropped by HTML; the second is the writer's.
    assert.match(
      page,
      />\n\n&lt;\/textarea&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;\n {2}indented</,
    )
  })

  it('shows each problem at its field and in a list', () => {
    const page = editorPage({
      article: { tags: 'a, , b' },
      problems: [
        { path: 'title', message: 'is too short' },
        { path: 'tags.1', message: 'is empty' },
        { path: 'version', message: 'Somebody else was faster' },
      ],
      drafts: [],
    })

    assertSound(page)
    assert.match(
      String(page),
      /name="title"\s+aria-describedby="title-problem"\s+aria-invalid="true"/,
    )
    assert.match(String(page), /aria-describedby="tags-hint tags-problem"/)
    assert.match(String(page), /<a href="#field-tags">Tags<\/a>: is empty/)
    assert.match(toText(page), /Somebody else was faster/)
    assert.match(String(page), /value="a, , b"/)
  })

  it('says what saving did', () => {
    assert.match(saved(false), /Edit a draft .* Saved\. It is a draft/)
    assert.match(saved(true), /Edit an article .* Saved\. Readers see this version/)
    assert.doesNotMatch(saved(true), /Publish/)
  })

  it('shows a preview to those without scripts, when there is one', () => {
    assert.match(preview('<p>As read</p>'), /id="preview"><p>As read<\/p>/)
    assert.match(preview(), /class="editor-preview"[^>]* hidden/)
    assert.doesNotMatch(preview('<p>As read</p>'), /class="editor-preview"[^>]* hidden/)
  })

  it('lists the drafts, and marks the open one', () => {
    const page = editorPage({
      article: { slug: 'one' },
      drafts: [card({ slug: 'one', title: 'One' }), card({ slug: 'two', title: 'Two' })],
    })

    assertSound(page)
    assert.match(String(page), /href="\/write\/one" aria-current="page"/)
    assert.match(toText(page), /Drafts One saved 12 November 2026 Two/)
  })
})

function saved(published: boolean) {
  return toText(editorPage({ article: { slug: 'x', published }, saved: true, drafts: [] }))
}

function preview(markup?: string) {
  return String(editorPage({ drafts: [], preview: markup }))
}
