import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'vitest'
import { hasPeople, png, useFiles, type Ticket } from './use-files.ts'

describe('an upload', () => {
  const { app, person, ask, send, upload, state, download, stored, post } = useFiles()

  beforeEach((test) => {
    if (!hasPeople()) test.skip()
  })

  it('goes past every function, and is a file once storage has told of it', async () => {
    const ada = await person('ada')
    const ticket = (await ask(ada, { name: 'Ein Bild ü "1".png' })).json() as Ticket
    const before = await state(ticket.id, ada)
    const nowhere = await download(ticket.id, ada.headers)

    const sent = await send(ticket)
    await app.settle()

    assert.deepEqual([before.state, nowhere.status, sent], ['waiting', 404, '201'])
    assert.equal((await state(ticket.id, ada)).state, 'stored')
    const { status, place } = await download(ticket.id, ada.headers)
    const bytes = await fetch(place)
    const part = await fetch(place, { headers: { range: 'bytes=1-3' } })
    assert.equal(status, 302)
    assert.ok(png.equals(Buffer.from(await bytes.arrayBuffer())))
    assert.deepEqual([part.status, await part.text()], [206, 'PNG'])
    assert.equal(
      bytes.headers.get('content-disposition'),
      `inline; filename="Ein Bild _ _1_.png"; filename*=UTF-8''Ein%20Bild%20%C3%BC%20%221%22.png`,
    )
  })

  it('takes exactly what was announced, where it was announced', async () => {
    const ada = await person('ada')
    const ticket = (await ask(ada)).json() as Ticket
    const other = (await ask(await person('eve'))).json() as Ticket

    const refusals = [
      await send(ticket, Buffer.concat([png, Buffer.alloc(1)])),
      await send(ticket, png.subarray(1)),
      await send(ticket, png, { 'Content-Type': 'text/html' }),
      await send(ticket, png, { key: other.form!.fields['key']! }),
      await send(ticket, png, { key: 'users/auth0%7Cada/more' }),
    ]
    await app.clock.advance({ minutes: 16 })
    refusals.push(await send(ticket))

    assert.deepEqual(refusals, [
      '400 EntityTooLarge',
      '400 EntityTooSmall',
      '403 AccessDenied',
      '403 AccessDenied',
      '403 AccessDenied',
      '403 AccessDenied',
    ])
  })

  it('is refused before it begins where it could not end well', async () => {
    const ada = await person('ada')
    const code = async (more: object) => {
      const answer = await ask(ada, more)
      return `${answer.status} ${(answer.json() as { code: string }).code}`
    }

    assert.deepEqual(
      [
        await code({ size: 0 }),
        await code({ size: 1.5 }),
        await code({ name: '../../etc/passwd' }),
        await code({ type: 'image/png\r\nx: y' }),
        await code({ size: 100_000_001 }),
      ],
      [
        '422 INVALID_INPUT',
        '422 INVALID_INPUT',
        '422 INVALID_INPUT',
        '422 INVALID_INPUT',
        '413 FILE_TOO_LARGE',
      ],
    )
  })

  it('is for those who are signed in, on pages of this site', async () => {
    const body = JSON.stringify({ name: 'a', type: 'a/b', size: 1 })
    const headers = { 'content-type': 'application/json' }
    const stranger = await app.fetch('/files/uploads', { method: 'POST', headers, body })
    const { headers: ada } = await person('ada')
    const elsewhere = await app.fetch('/files/uploads', {
      method: 'POST',
      headers: { ...headers, ...ada, origin: 'https://evil.example' },
      body,
    })

    assert.deepEqual([stranger.status, elsewhere.status], [401, 403])
  })

  it('of a picture that is none ends with a reason, and without a file', async () => {
    const ada = await person('ada')
    const before = await stored()

    const id = await upload(ada, {}, Buffer.from('<script>alert(1)</script>'))

    const { state: how, problem } = await state(id, ada)
    assert.equal(how, 'refused')
    assert.match(problem!.detail, /said to be image\/png/)
    assert.equal((await download(id, ada.headers)).status, 404)
    assert.deepEqual(await stored(), before)
  })

  it('cannot be changed once it has been looked at', async () => {
    const ada = await person('ada')
    const ticket = (await ask(ada)).json() as Ticket
    await send(ticket)
    await app.settle()
    const changed = Buffer.from(png)
    changed[50] = 1

    const again = await send(ticket, changed)
    await app.settle()

    const { place } = await download(ticket.id, ada.headers)
    assert.equal(again, '201')
    assert.ok(png.equals(Buffer.from(await (await fetch(place)).arrayBuffer())))
    assert.equal((await stored()).incoming, 0)
  })

  it('in parts goes on where it broke off', async () => {
    const ada = await person('ada')
    const large = Buffer.alloc(9 * 1024 * 1024, 'x')
    const ticket = (
      await ask(ada, { name: 'large.txt', type: 'text/plain', size: large.length })
    ).json() as Ticket
    const path = `/files/uploads/${ticket.id}`
    const put = async (numbers: number[]) => {
      const { parts } = (await post(`${path}/parts`, ada, { numbers })).json() as {
        parts: { number: number; url: string; bytes: number }[]
      }
      for (const { number, url, bytes } of parts) {
        const from = (number - 1) * ticket.parts!.bytes
        const body = new Uint8Array(large.subarray(from, from + bytes))
        assert.equal((await fetch(url, { method: 'PUT', body })).status, 200)
      }
      return parts.map(({ number }) => number)
    }

    const first = await put([2])
    const early = await post(`${path}/complete`, ada, {})
    const rest = await put([1, 2, 3])
    const done = await post(`${path}/complete`, ada, {})
    const again = await post(`${path}/complete`, ada, {})
    await app.settle()

    assert.deepEqual([ticket.parts!.count, first, rest], [2, [2], [1]])
    assert.equal((early.json() as { code: string }).code, 'UPLOAD_INCOMPLETE')
    assert.deepEqual([done.status, again.status < 500], [202, true])
    const { place } = await download(ticket.id, ada.headers)
    assert.equal((await (await fetch(place)).arrayBuffer()).byteLength, large.length)
  })

  it("of another person's answers like one that is not there", async () => {
    const ada = await person('ada')
    const eve = await person('eve')
    const { id } = (await ask(ada)).json() as Ticket

    assert.equal((await state(id, eve)).code, 'UPLOAD_NOT_FOUND')
    const answer = await post(`/files/uploads/${id}/complete`, eve, {})
    assert.equal((answer.json() as { code: string }).code, 'UPLOAD_NOT_FOUND')
  })
})
