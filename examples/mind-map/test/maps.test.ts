import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { exampleMap } from './make-map.ts'
import { pack, send, useMaps, type OpenMap } from './use-maps.ts'

describe('a map', () => {
  const { ask } = useMaps()
  const list = async (as = 'ada') =>
    (await ask<{ maps: { name: string }[] }>('/maps', { as })).maps.map(({ name }) => name)

  it('is saved to storage and loaded from there, and nothing of it passes us', async () => {
    const map = exampleMap()
    const path = `/maps/${encodeURIComponent('Räume (2)')}`
    const before = await ask<OpenMap>(path)

    const saved = await send(before.save, pack(map))
    const again = await send(before.save, pack(map.replace('plan', 'PLAN')))
    const { load } = await ask<OpenMap>(path)

    assert.equal(before.load, undefined)
    assert.deepEqual([saved, again], ['201', '201'])
    assert.equal(await (await fetch(load!)).text(), map.replace('plan', 'PLAN'))
    assert.deepEqual(await list(), ['Räume (2)'])
  })

  it('is its owner’s alone, and goes when they want', async () => {
    const { save } = await ask<OpenMap>('/maps/secret')
    await send(save, pack('{}'))
    const eve = await ask<OpenMap>('/maps/secret', { as: 'eve' })
    const before = await list()

    const { status } = await ask('/maps/secret', { method: 'DELETE' })

    assert.equal(eve.load, undefined)
    assert.notEqual(eve.save.fields['key'], save.fields['key'])
    assert.deepEqual(await list('eve'), [])
    assert.ok(before.includes('secret'))
    assert.equal(status, 204)
    assert.ok(!(await list()).includes('secret'))
  })

  it('of 100 MB is saved, though functions take 6 MB', async () => {
    const { save } = await ask<OpenMap>('/maps/large')
    const large = Buffer.alloc(100_000_000, 'x')

    const one = await send(save, Buffer.concat([large, Buffer.from('x')]))
    const saved = await send(save, large)

    const { maps } = await ask<{ maps: { name: string; size: number }[] }>('/maps')
    assert.deepEqual([one, saved], ['400 EntityTooLarge', '201'])
    assert.equal(maps.find(({ name }) => name === 'large')?.size, 100_000_000)
  })

  it('has a name, and somebody who is signed in', async () => {
    const odd = await ask<{ code: string }>(`/maps/${encodeURIComponent('../x')}`)
    const longest = await ask<{ code: string }>(`/maps/${'x'.repeat(101)}`)

    assert.deepEqual([odd.code, longest.code], ['INVALID_INPUT', 'INVALID_INPUT'])
  })
})
