import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useBucket } from './use-bucket.ts'
import { useConsole } from './use-console.ts'

describe('storage in the console', () => {
  const bucket = useBucket('covers')
  const { ask, send } = useConsole(() => ({ storage: bucket.storage() }))

  const put = (key: string, body: Buffer, type = 'text/plain') =>
    ask(`/api/buckets/covers/object?key=${encodeURIComponent(key)}`, {
      method: 'PUT',
      body,
      headers: { 'content-type': type },
    })

  it('takes objects, lists them folder by folder, hands them out, and deletes them', async () => {
    for (const key of ['a/1.txt', 'a/2.txt', 'a/b/3.txt', 'top.txt']) {
      const { status } = await put(key, Buffer.from(`I am ${key}`))
      assert.equal(status, 204)
    }
    const list = async (prefix: string) => {
      const page = (await ask(`/api/buckets/covers?prefix=${prefix}`)).json<{
        folders: { prefix: string; objects: number }[]
        objects: { key: string }[]
      }>()
      return { folders: page.folders, keys: page.objects.map(({ key }) => key) }
    }
    const object = '/api/buckets/covers/object?key=a/1.txt'

    assert.deepEqual(await list(''), {
      folders: [{ prefix: 'a/', objects: 3 }],
      keys: ['top.txt'],
    })
    assert.deepEqual(await list('a/'), {
      folders: [{ prefix: 'a/b/', objects: 1 }],
      keys: ['a/1.txt', 'a/2.txt'],
    })
    assert.equal((await ask(object)).text, 'I am a/1.txt')
    assert.equal((await ask(`${object}&first=4`)).text, 'I am')
    const about = (await ask('/api/buckets/covers/about?key=a/1.txt')).json<{ size: number }>()
    assert.equal(about.size, 12)

    assert.equal((await ask(object, { method: 'DELETE' })).status, 204)
    assert.equal((await ask(object)).status, 404)
  })

  it('goes on where a page ends, and counts a folder over several pages', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `a/${String(index).padStart(4, '0')}`)
    await Promise.all(names.map((name) => bucket.put(name, '')))
    await bucket.put('b.txt', '')
    interface Page {
      folders: object[]
      objects: { key: string }[]
      cursor?: string
    }

    const top = (await ask('/api/buckets/covers')).json<Page>()
    const first = (await ask('/api/buckets/covers?prefix=a/')).json<Page>()
    const query = new URLSearchParams({ prefix: 'a/', cursor: first.cursor! })
    const second = (await ask(`/api/buckets/covers?${query}`)).json<Page>()

    assert.deepEqual(top.folders, [{ prefix: 'a/', objects: 1001 }])
    assert.deepEqual(
      top.objects.map(({ key }) => key),
      ['b.txt'],
    )
    assert.deepEqual(
      [...first.objects, ...second.objects].map(({ key }) => key),
      names,
    )
    assert.equal(second.cursor, undefined)
  })

  it('lets nothing that is stored run', async () => {
    const script = Buffer.from('<script>alert(1)</script>')
    const types: [stored: string, sent: string][] = [
      ['text/html', 'application/octet-stream'],
      ['text/javascript', 'application/octet-stream'],
      ['application/pdf', 'application/octet-stream'],
      ['image/svg+xml', 'image/svg+xml'],
      ['image/png', 'image/png'],
    ]
    for (const [stored, sent] of types) {
      await put('x', script, stored)

      const { headers } = await ask('/api/buckets/covers/object?key=x')

      assert.equal(headers['content-type'], sent)
      assert.match(String(headers['content-security-policy']), /^sandbox; default-src 'none'/)
      assert.match(String(headers['content-disposition']), /^attachment; /)
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })

  it('names a download after its key, whatever that is', async () => {
    const key = `folder/"a" ü'\r\n;*.txt`
    await put(key, Buffer.from('x'))

    const { headers } = await ask(`/api/buckets/covers/object?key=${encodeURIComponent(key)}`)

    assert.equal(
      headers['content-disposition'],
      `attachment; filename*=UTF-8''%22a%22%20%C3%BC%27%0D%0A%3B%2a.txt`,
    )
  })

  it('takes 20 MB and no more, and no more of JSON than before', async () => {
    const megabyte = 1_000_000
    const largest = await put('large', Buffer.alloc(20 * megabyte))
    const larger = await put('larger', Buffer.alloc(20 * megabyte + 1))
    const json = await ask('/api/tables/pets', {
      method: 'PUT',
      body: { item: 'x'.repeat(2 * megabyte) },
    })

    assert.deepEqual([largest.status, larger.status, json.status], [204, 413, 413])
    assert.match(larger.problem(), /20 MB/)
    assert.deepEqual(await bucket.keys(), ['large'])
  })

  it('is out of reach for others, to read as to write', async () => {
    await put('x', Buffer.from('x'))
    const path = '/api/buckets/covers/object?key=x'
    const body = Buffer.from('evil')

    const silent = await send(path, { method: 'PUT', body })
    const other = await send(path, {
      method: 'PUT',
      body,
      headers: { origin: 'http://localhost:3333' },
    })
    const image = await send(path, { headers: { 'sec-fetch-site': 'same-site' } })
    const typed = await send(path, { headers: { 'sec-fetch-site': 'none' } })
    const own = await send(path, { headers: { 'sec-fetch-site': 'same-origin' } })

    assert.deepEqual(
      [silent, other, image, typed, own].map(({ status }) => status),
      [403, 403, 403, 403, 200],
    )
    assert.equal(own.headers['cross-origin-resource-policy'], 'same-origin')
    assert.equal((await bucket.storage().get('covers', 'x'))!.body.toString(), 'x')
  })

  it('knows its buckets only, and asks for a key', async () => {
    const none = await ask('/api/buckets/other')
    const keyless = await put('', Buffer.from('x'))

    assert.deepEqual([none.status, keyless.status], [404, 422])
    assert.match(none.problem(), /There is no bucket "other"/)
  })
})
