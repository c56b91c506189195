import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { parseFrontMatter, toList } from '../front-matter.ts'

describe('parseFrontMatter', () => {
  it('parts fields from body', () => {
    const file = '---\ntitle: "Doors: a guide"\ntags: [a, b]\n---\n\n# Body\n\n---\n\nmore\n'

    assert.deepEqual(parseFrontMatter(file), {
      fields: { title: 'Doors: a guide', tags: '[a, b]' },
      body: '# Body\n\n---\n\nmore',
    })
  })

  it('says what is missing', () => {
    assert.throws(() => parseFrontMatter('# Body'), /begin the file with a line of ---/)
  })
})

describe('toList', () => {
  it.each(['[a, b]', 'a, b', '["a", b]', 'a,b,'])('reads %s', (value) => {
    assert.deepEqual(toList(value), ['a', 'b'])
  })
})
