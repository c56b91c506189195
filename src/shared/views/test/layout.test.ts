import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html } from '#framework/html.ts'
import { site } from '../../site.ts'
import { layout } from '../layout.ts'
import type { LayoutProps } from '../types.ts'
import { assertSound, toText } from './samples.ts'

const props: LayoutProps = {
  title: 'At least once',
  description: 'A queue promises "once".',
  path: '/articles/at-least-once',
  canonical: 'https://lintel.example/articles/at-least-once',
  menu: [{ label: 'Newsletter', href: '/newsletter' }],
  body: html`<h1>At least once</h1>`,
}

describe('layout', () => {
  it('is a whole document that a strict CSP lets through', () => {
    const page = layout(props)

    assertSound(page)
    assert.match(String(page), /^<!doctype html>\n<html lang="en">/)
    assert.match(String(page), /<title>At least once · Lintel<\/title>/)
    assert.match(String(page), /<link rel="stylesheet" href="\/_static\/build\/site[^"]*\.css"/)
    assert.match(String(page), /<script type="module" src="\/_static\/build\/app[^"]*\.js"/)
  })

  it('names the magazine and its line on the front page', () => {
    const page = layout({ ...props, title: '', path: '/' })

    assert.match(String(page), new RegExp(`<title>${site.name}: ${site.tagline}</title>`))
    assert.match(String(page), /<body class="is-front">/)
  })

  it('tells those who share it what it is', () => {
    const page = String(
      layout({ ...props, ogType: 'article', publishedAt: '2026-11-12T06:00:00.000Z' }),
    )

    assert.match(page, /property="og:type" content="article"/)
    assert.match(page, /name="description" content="A queue promises &quot;once&quot;."/)
    assert.match(
      page,
      /property="og:image" content="https:\/\/lintel\.example\/_static\/build\/og[^"]*\.png"/,
    )
    assert.match(page, /property="article:published_time" content="2026-11-12T06:00:00.000Z"/)
    assert.match(page, /rel="canonical" href="https:\/\/lintel\.example\/articles\/at-least-once"/)
    assert.match(page, /type="application\/rss\+xml"/)
  })

  it('keeps a page out of search engines when asked to', () => {
    const page = String(layout({ ...props, noindex: true, feed: false }))

    assert.match(page, /name="robots" content="noindex"/)
    assert.doesNotMatch(page, /rel="canonical"|rss\+xml/)
  })

  it('marks where the reader is', () => {
    assert.match(at('/newsletter'), /href="\/newsletter" aria-current="page"/)
    assert.match(at('/newsletter/confirm'), /href="\/newsletter" aria-current="true"/)
    assert.doesNotMatch(at('/newsletters'), /aria-current/)
  })

  it('shows a line of the menu to those who may use it', () => {
    const menu = [{ label: 'Write', href: '/write', permission: 'articles:write' }]
    const shown = (permissions?: string[]) =>
      !/<li hidden data-permission="articles:write">\s*<a href="\/write"/.test(
        String(
          layout({ ...props, menu, ...(permissions && { person: { name: 'Ada', permissions } }) }),
        ),
      )

    assert.equal(shown(), false)
    assert.equal(shown([]), false)
    assert.equal(shown(['articles:write']), true)
  })

  it('names who is signed in', () => {
    const person = { name: 'Ada', permissions: [] }

    assert.match(toText(layout({ ...props, person })), /Signed in as Ada\./)
  })

  it('shows what services bring', () => {
    const page = layout({
      ...props,
      footer: [html`<a href="/newsletter">By mail</a>`],
      scripts: ['/_static/build/payments.js'],
    })

    assertSound(page)
    assert.match(toText(page), /By mail/)
    assert.match(String(page), /<script type="module" src="\/_static\/build\/payments\.js">/)
  })

  it('escapes what others have written', () => {
    const page = layout({ ...props, title: '</title><script>alert(1)</script>' })

    assert.doesNotMatch(String(page), /<script>/)
  })
})

function at(path: string) {
  return String(layout({ ...props, path }))
}
