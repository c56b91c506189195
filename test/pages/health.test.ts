import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'

const app = useApp()

describe('get /health', () => {
  it('names the table that does not answer, and asks no more than it must', async () => {
    process.env['TABLE_LOST_PROPERTY'] = 'no-such-table'
    const deep = await app.fetch('/health?deep')
    delete process.env['TABLE_LOST_PROPERTY']
    const again = await app.fetch('/health?deep')
    const shallow = await app.fetch('/health')

    assert.equal(deep.status, 503)
    const { status, tables } = deep.json() as { status: string; tables: Record<string, string> }
    assert.equal(status, 'failed')
    assert.equal(tables['lost-property'], 'failed')
    assert.equal(tables['articles'], 'ok')
    // Anybody may ask: for a few seconds the answer is the same one.
    assert.equal(again.status, 503)
    assert.equal(shallow.status, 200)
  })
})
