import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { findConversions, signResult } from '#services/convert'
import { drawPhoto } from './photos.ts'
import { useLibrary } from './use-library.ts'

const small = { width: 600, height: 400 }

describe('a picture of a customer', () => {
  const { ask, upload, app } = useLibrary()

  it('is made in all renditions of the profile', async () => {
    const id = await upload(await drawPhoto(1, { width: 1500, height: 1000 }))

    const made = await findConversions(id)

    const sides = await Promise.all(
      made.map(async ({ name, result }) => {
        const bytes = await (await fetch(signResult(result!))).bytes()
        const { format, width, height } = await sharp(bytes).metadata()
        return [name, format, width, height]
      }),
    )
    assert.deepEqual(sides, [
      ['marked', 'webp', 1280, 853],
      ['medium', 'webp', 1280, 853],
      ['preview', 'webp', 400, 267],
      ['small', 'webp', 640, 427],
      ['square', 'webp', 300, 300],
    ])
  })

  it('has tags by its shape, its colour and its camera, and what somebody types', async () => {
    const photo = await sharp({ create: { ...small, channels: 3, background: '#1a4fc0' } })
      .jpeg()
      .withExif({
        IFD0: { Model: 'Scripted 12' },
        IFD2: { DateTimeOriginal: '2026:05:17 14:03:22' },
      })
      .toBuffer()
    const id = await upload(photo, { name: 'sea.jpg' })

    await ask(`/pictures/${id}`, { method: 'POST', body: 'tags=Beach,+summer+2026,beach' })

    const page = (await ask('/')).text()
    const tags = [...page.matchAll(/href="\/\?tag=[^"]*"\s*>([^<]+)</g)].map(([, tag]) => tag)
    for (const tag of ['landscape', 'blue', '2026-05-17', 'Scripted 12', 'beach', 'summer 2026']) {
      assert.ok(tags.includes(tag), `${tag} in ${tags.join(', ')}`)
    }
    assert.match((await ask('/?tag=beach')).text(), /sea\.jpg/)
    assert.doesNotMatch((await ask('/?tag=city')).text(), /sea\.jpg/)
  })

  it('goes with all that was made of it', async () => {
    const id = await upload(await drawPhoto(2, small), { name: 'gone.jpg' })
    const results = (await findConversions(id)).map(({ result }) => result!.key)

    await ask(`/pictures/${id}`, { method: 'POST', body: 'intent=remove' })
    await app.settle()

    assert.deepEqual(await findConversions(id), [])
    const { objects } = await app.storage.list('convert-kept')
    assert.deepEqual(
      objects.filter(({ key }) => results.includes(key)),
      [],
    )
    assert.doesNotMatch((await ask('/')).text(), /gone\.jpg/)
  })

  it('is nobody else’s to see, to tag or to take away', async () => {
    const id = await upload(await drawPhoto(3, small), { name: 'mine.jpg' })
    const other = { person: 'writer' }

    await ask(`/pictures/${id}`, { method: 'POST', body: 'tags=stolen', ...other })
    const removal = await ask(`/pictures/${id}`, {
      method: 'POST',
      body: 'intent=remove',
      ...other,
    })
    const variant = await ask(`/img/small/${id}`, other)

    assert.equal(removal.status, 404)
    assert.equal(variant.status, 404)
    assert.doesNotMatch((await ask('/', other)).text(), /mine\.jpg/)
    assert.match((await ask('/')).text(), /mine\.jpg/)
    assert.doesNotMatch((await ask('/')).text(), /stolen/)
  })
})

describe('a profile that changes', () => {
  const { upload, profile, saveProfile, rounds } = useLibrary()
  const customer = 'writer'

  it('makes anew what it concerns, of each picture, and nothing else', async () => {
    const seeds = [11, 12, 13]
    const ids: string[] = []
    for (const seed of seeds)
      ids.push(await upload(await drawPhoto(seed, small), { person: customer }))
    const neighbours = await upload(await drawPhoto(14, small))
    const { own } = await profile(customer)
    const { square: _square, ...rest } = own
    const before = await Promise.all(ids.map(findConversions))

    const status = await saveProfile(
      { ...rest, small: { ...own['small'], width: '500' }, tiny: { width: '50' } },
      customer,
    )

    assert.equal(status, 204)
    for (const id of ids) {
      assert.deepEqual(await rounds(id), { marked: 1, medium: 1, preview: 1, small: 2, tiny: 1 })
    }
    const after = await Promise.all(ids.map(findConversions))
    const known = new Set(before.flat().map((it) => `${it.id} ${it.changedAt}`))
    const touched = after.flat().filter((it) => !known.has(`${it.id} ${it.changedAt}`))
    assert.equal(touched.length, 6)
    assert.equal((await profile(customer)).open, 0)
    assert.deepEqual(Object.values(await rounds(neighbours)), [1, 1, 1, 1, 1])
  })

  it('to what it was changes nothing', async () => {
    const id = await upload(await drawPhoto(15, small))
    const { own } = await profile()

    await saveProfile(own)

    assert.deepEqual(Object.values(await rounds(id)), [1, 1, 1, 1, 1])
  })

  it('is refused where no picture could be made by it', async () => {
    const { own } = await profile()

    const answers = [
      await saveProfile({ 'no/name': {} }),
      await saveProfile({ preview: { width: '10' } }),
      await saveProfile({ huge: { width: '90000' } }),
      await saveProfile(Object.fromEntries(Array.from({ length: 13 }, (_, it) => [`a${it}`, {}]))),
    ]

    assert.deepEqual(answers, [422, 422, 422, 422])
    assert.deepEqual((await profile()).own, own)
  })
})

describe('a variant on the fly', () => {
  const { ask, upload, saveProfile, app } = useLibrary()

  it('is any rendition of the profile, and no other size', async () => {
    const id = await upload(await drawPhoto(21, { width: 900, height: 600 }))

    const first = await ask(`/img/square/${id}`)
    const again = await ask(`/img/square/${id}`)
    const unknown = await ask(`/img/999x999/${id}`)
    const stranger = await app.fetch(`/img/square/${id}`)

    assert.equal(first.status, 200)
    assert.equal(first.headers.get('content-type'), 'image/webp')
    assert.equal(again.headers.get('x-conversion'), 'known')
    assert.equal(unknown.status, 404)
    assert.equal(stranger.status, 404)
  })

  it('is another one after the profile has changed', async () => {
    const id = await upload(await drawPhoto(22, { width: 900, height: 600 }), { person: 'editor' })
    const before = await ask(`/img/small/${id}`, { person: 'editor' })

    await saveProfile({ small: { width: '120', format: 'png' } }, 'editor')
    const after = await ask(`/img/small/${id}`, { person: 'editor' })

    assert.notEqual(after.headers.get('etag'), before.headers.get('etag'))
    assert.equal(after.headers.get('content-type'), 'image/png')
  })
})
