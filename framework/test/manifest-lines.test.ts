import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { addItem, listItems } from '../cli/new/manifest.ts'

describe('a line for app.arc', () => {
  it('comes last under its pragma, and leaves the rest alone', () => {
    const raw = '@app\nx\n\n# routes\n@http # all of them\nget / # home\n\n# tables\n@tables\n'

    assert.equal(
      addItem(raw, 'http', ['get /hello']),
      raw.replace('get / # home\n', 'get / # home\nget /hello\n'),
    )
  })

  it('comes before a catch-all', () => {
    assert.equal(
      addItem('@http\nget /\nany /*\n', 'http', ['get /a']),
      '@http\nget /\nget /a\nany /*\n',
    )
  })

  it('makes the pragma that is not there', () => {
    assert.equal(addItem('@app\nx\n', 'events', ['paid']), '@app\nx\n\n@events\npaid\n')
  })

  it('is indented like the others, and as far apart', () => {
    const raw = '@tables\n  a\n    id *String\n\n  b\n    id *String\n'

    assert.equal(addItem(raw, 'tables', ['c', '  id *String']), `${raw}\n  c\n    id *String\n`)
    assert.deepEqual(listItems(raw, 'tables'), ['a', 'b'])
  })
})
