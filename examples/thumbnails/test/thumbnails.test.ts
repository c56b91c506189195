import assert from 'node:assert/strict'
import sharp from 'sharp'
import { beforeAll, describe, it } from 'vitest'
import { listBuckets } from '#framework/manifest.ts'
import { findConversions } from '#services/convert'
import { fileStored, findFile } from '#services/files'
import { drawSamples, toScene, type Sample } from './samples.ts'
import { usePictures } from './use-pictures.ts'

/** Whether a strip of it is red. */
async function redOf(picture: Buffer, top: number): Promise<boolean> {
  const strip = await sharp(picture).extract({ left: 0, top, width: 400, height: 280 }).toBuffer()
  const [red, green] = (await sharp(strip).stats()).channels
  return red!.mean > 200 && green!.mean < 60
}

describe('a picture that is dropped', () => {
  const { app, ask, drop, picture, made, who } = usePictures()
  let samples: Sample[]
  beforeAll(async () => {
    samples = await drawSamples()
  })
  const sample = (name: string) => samples.find((it) => it.name === name)!
  const outputs = async () => (await app.storage.list('convert-kept')).objects.length

  it('comes back in two sizes, upright and without its metadata', async () => {
    const { name, bytes, type } = sample('turned6.jpg')

    const { id } = await drop(bytes, { name, type })

    const { small, large } = await made(id)
    const [smaller, larger] = await Promise.all([small, large].map((it) => sharp(it).metadata()))
    assert.deepEqual([smaller!.width, smaller!.height, smaller!.format], [160, 240, 'webp'])
    assert.deepEqual([larger!.width, larger!.height], [480, 720])
    assert.equal(larger!.exif, undefined)
    assert.equal(larger!.orientation, undefined)
  })

  it('shows what is on the top at the top', async () => {
    // Stored lying: its left half, which is red, is the top of what was seen.
    const plain = (width: number, background: string) => ({
      create: { width, height: 400, channels: 3 as const, background },
    })
    const lying = await sharp(plain(600, '#111'))
      .composite([{ input: plain(300, '#f00'), left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()

    const { id } = await drop(lying)

    const { large } = await made(id)
    assert.equal(await redOf(large!, 0), true)
    assert.equal(await redOf(large!, 320), false)
  })

  it.each(['cmyk.jpg', 'alpha.png', 'moving.gif'])('may be %s', async (name) => {
    const { bytes, type } = sample(name)

    const { id } = await drop(bytes, { name, type })

    const { small } = await made(id)
    const { space, hasAlpha, pages } = await sharp(small).metadata()
    assert.equal(space, 'srgb')
    if (name === 'alpha.png') assert.equal(hasAlpha, true)
    if (name === 'moving.gif') assert.equal(pages, 3)
  })

  it.each([
    ['cut.jpg', /premature end|corrupt|truncat|end of/i],
    ['cut.png', /./],
    ['noise.gif', /./],
    ['bomb.png', /50000 × 50000 pixels/],
  ])('ends in an error, in words, where it is %s', async (name, words) => {
    const { bytes, type } = sample(name)
    const before = await outputs()

    const { id } = await drop(bytes, { name, type })

    const { state, problem, sizes } = (await picture(id))!
    assert.equal(state, 'failed')
    assert.match(problem!, words)
    assert.deepEqual(sizes, [])
    assert.equal(await outputs(), before)
  })

  it('is refused at the door where it is empty, and on arrival where it is no picture', async () => {
    const empty = await drop(sample('empty.jpg').bytes)
    const script = await drop(sample('no-picture.jpg').bytes)

    const upload = await ask(`/files/uploads/${script.id}`)
    assert.equal(empty.status, 422)
    assert.equal((upload.json() as { state: string }).state, 'refused')
    assert.equal(await picture(script.id), undefined)
  })

  it('has each size once, though every event is told five times', async () => {
    const bytes = await toScene(500, 400, 21).jpeg().toBuffer()
    const before = await outputs()
    const { id } = await drop(bytes)
    const file = await findFile(id, { id: await who() })
    // Each by another message, so that only what was done can tell.
    const { owner, name, type, size, visibility, key } = file!
    for (let time = 0; time < 4; time++) {
      const again = { id, owner, name, type, size, visibility, key }
      await fileStored.publish(again, { key: `again/${id}/${time}` })
    }
    await app.settle()
    const jobs = await findConversions(id)

    assert.deepEqual(
      jobs.map(({ status, round }) => [status, round]),
      [
        ['done', 1],
        ['done', 1],
      ],
    )
    assert.equal((await outputs()) - before, 2)
  })

  it('has each size once, though every message is handed out twice', async () => {
    const bytes = await toScene(500, 400, 24).jpeg().toBuffer()
    const before = await outputs()
    app.faults.add({ kind: 'duplicate', target: '*' })

    const { id } = await drop(bytes)
    const hits = app.faults.list()[0]!.hits
    app.faults.clear()

    assert.equal((await picture(id))?.state, 'done')
    assert.equal((await outputs()) - before, 2)
    assert.ok(hits >= 5, `${hits} messages`)
  })

  it('leads to nothing further: what is made notifies nobody', async () => {
    const buckets = listBuckets(app.inventory).filter(({ name }) =>
      /^convert-(results|kept)$/.test(name),
    )

    assert.equal(buckets.length, 2)
    for (const { notify } of buckets) assert.equal(notify, undefined)
  })

  it('is its owner’s alone, and goes with all its sizes', async () => {
    const { id } = await drop(await toScene(400, 300, 22).jpeg().toBuffer())
    const before = await outputs()
    const stranger = await app.fetch('/pictures')

    const removed = await ask(`/pictures/${id}`, { method: 'DELETE' })

    assert.equal(stranger.status, 401)
    assert.equal(removed.status, 204)
    assert.equal(await picture(id), undefined)
    assert.equal(before - (await outputs()), 2)
  })

  it('is in the list, newest first', async () => {
    const { id } = await drop(await toScene(400, 300, 23).jpeg().toBuffer(), { name: 'last.jpg' })

    const { pictures } = (await ask('/pictures')).json() as { pictures: { id: string }[] }

    assert.equal(pictures[0]!.id, id)
  })

  it('has a page, for those who are signed in', async () => {
    const known = (await ask('/')).text()
    const stranger = (await app.fetch('/')).text()

    assert.match(await known, /<file-upload[^]*class="pictures"/)
    assert.match(await stranger, /href="\/sign-in\?return=\/"/)
    assert.doesNotMatch(await stranger, /<file-upload/)
  })
})
