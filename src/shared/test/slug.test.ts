import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { isSlug, toSlug } from '../slug.ts'

describe('toSlug', () => {
  it.each([
    ['Hello, World!', 'hello-world'],
    ['Über große Dinge', 'uber-grosse-dinge'],
    ['It’s  the  reader’s café', 'its-the-readers-cafe'],
    ['日本語', 'article'],
    ['  --  ', 'article'],
    ['x'.repeat(200), 'x'.repeat(80)],
  ])('of %j is %j', (title, slug) => {
    assert.equal(toSlug(title), slug)
  })

  it('ends at a word', () => {
    const slug = toSlug('wonderful '.repeat(20))

    assert.equal(slug.length, 79)
    assert.ok(slug.endsWith('wonderful'))
  })

  it('is always a slug', () => {
    for (const title of ['a', 'A B', '1 + 1 = 2', '***', 'Ω', 'x'.repeat(500)]) {
      assert.ok(isSlug(toSlug(title)), title)
    }
  })
})

describe('isSlug', () => {
  it.each(['', 'A', '-a', 'a-', 'a--b', 'a/b', 'a b', '../x', 'x'.repeat(91), undefined])(
    'refuses %j',
    (value) => {
      assert.equal(isSlug(value), false)
    },
  )
})
