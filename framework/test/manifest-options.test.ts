import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { readOptions, type Inventory } from '../manifest.ts'

describe('options in app.arc', () => {
  it('have one value, or a list of those on their line', () => {
    const arc = {
      files: [
        ['max-bytes', 500],
        ['types', 'image/png', 'image/gif'],
        ['open', true],
      ],
    }
    const inv = { _project: { arc } } as unknown as Inventory

    assert.deepEqual(readOptions(inv, ['files', 'payments']), {
      files: { 'max-bytes': 500, types: ['image/png', 'image/gif'], open: true },
    })
  })
})
