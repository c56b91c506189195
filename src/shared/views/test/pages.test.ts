import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { html } from '#framework/html.ts'
import { formatDate, toIssue } from '../dates.ts'
import { messagePage } from '../message-page.ts'
import { problemPage } from '../problem-page.ts'
import { assertSound, toText } from './samples.ts'

describe('problem page', () => {
  it('says what happened, where to go, and what to quote', () => {
    const page = problemPage({
      status: 404,
      title: 'No such article',
      detail: 'Nothing at <nowhere>.',
      code: 'ARTICLE_NOT_FOUND',
      requestId: 'r-1',
    })

    assertSound(page)
    assert.equal(
      toText(page),
      '404 No such article Nothing at &lt;nowhere&gt;. Go to the front page Code ARTICLE_NOT_FOUND Request r-1',
    )
  })

  it('does not say the same thing twice', () => {
    const page = problemPage({
      status: 500,
      title: 'It broke',
      detail: 'It broke',
      code: 'INTERNAL',
      requestId: 'r-1',
    })

    assert.equal(toText(page).split('It broke').length - 1, 1)
  })
})

describe('message page', () => {
  it('says one thing, and offers one thing to do', () => {
    const page = messagePage({
      title: 'Look in your mail',
      text: 'Follow the link & confirm.',
      action: { label: 'Back', href: '/' },
    })

    assertSound(page)
    assert.equal(toText(page), 'Look in your mail Follow the link &amp; confirm. Back')
  })

  it('takes markup from services', () => {
    const page = messagePage({ title: 'Sure?', text: html`<p>Press <b>the button</b></p>` })

    assert.match(String(page), /<p>Press <b>the button<\/b><\/p>/)
  })
})

describe('dates', () => {
  it('are said as people say them, whatever the time zone', () => {
    assert.equal(formatDate('2026-10-08T23:59:00Z'), '8 October 2026')
    assert.equal(formatDate('soon'), '')
  })

  it('belong to an issue, of which a winter ends in its year', () => {
    assert.deepEqual(toIssue('2026-03-01T00:00:00Z'), { number: 1, season: 'Spring 2026' })
    assert.deepEqual(toIssue('2026-11-30T23:59:59Z'), { number: 3, season: 'Autumn 2026' })
    assert.deepEqual(toIssue('2026-12-01T00:00:00Z'), { number: 4, season: 'Winter 2027' })
    assert.deepEqual(toIssue('2027-02-28T00:00:00Z'), { number: 4, season: 'Winter 2027' })
  })
})
