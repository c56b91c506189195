import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { defineBucket } from '#framework/storage.ts'
import {
  countOpenConversions,
  findConversions,
  forgetConversions,
  startConversions,
} from '#services/convert'
import { useConvert } from './use-convert.ts'

const bucket = defineBucket('convert-kept')

async function draw(background: string, { exif = {}, orientation = 1 } = {}): Promise<Buffer> {
  const photo = sharp({ create: { width: 90, height: 60, channels: 3, background } }).jpeg()
  return photo.withMetadata({ orientation, exif }).toBuffer()
}

describe('what is said of an image', () => {
  const { app } = useConvert()

  async function tell(name: string, photo: Uint8Array) {
    await bucket.put(name, photo, { contentType: 'image/jpeg' })
    const renditions = { told: { width: 40, facts: 'yes' }, other: { width: 20 } }
    await startConversions(bucket, { key: name, converter: 'image', renditions })
    await app.settle()
    const [other, told] = await findConversions(name)
    return { told: told!.result?.facts, other: other!.result?.facts }
  }

  it('is its shape, its colour, its camera and the camera’s date, where a rendition asks for it', async () => {
    const exif = {
      IFD0: { Model: 'Scripted 12' },
      IFD2: { DateTimeOriginal: '2026:05:17 14:03:22' },
    }

    const { told, other } = await tell('told', await draw('#1a4fc0', { exif, orientation: 6 }))

    assert.deepEqual(
      { ...told, dominant: '' },
      {
        width: 60,
        height: 90,
        orientation: 'portrait',
        dominant: '',
        colour: 'blue',
        takenAt: '2026-05-17T14:03:22',
        camera: 'Scripted 12',
      },
    )
    assert.match(String(told!['dominant']), /^#[\da-f]{6}$/)
    assert.equal(other, undefined)
  })

  it.each([
    ['#fdfdfd', 'white'],
    ['#0a0a0a', 'black'],
    ['#808080', 'grey'],
    ['#c8102e', 'red'],
    ['#7a4a1e', 'brown'],
    ['#f28c28', 'orange'],
    ['#2e8b57', 'green'],
  ])('names the colour %s %s', async (background, colour) => {
    const { told } = await tell(colour, await draw(background))

    assert.equal(told!['colour'], colour)
    assert.equal(told!['takenAt'], undefined)
  })

  it('leaves out what a camera has written badly', async () => {
    const photo = await draw('#1a4fc0', {
      exif: { IFD0: { Model: 'Bad' }, IFD2: { DateTimeOriginal: '2026:05:17 14:03:22' } },
    })
    // The place of the first directory is beyond the end.
    const at = photo.indexOf('Exif') + 10
    photo.writeUInt32LE(0x7fffffff, at)

    const { told } = await tell('bad', photo)

    assert.deepEqual(Object.keys(told!).toSorted(), [
      'colour',
      'dominant',
      'height',
      'orientation',
      'width',
    ])
  })
})

describe('conversions of somebody’s', () => {
  const { app } = useConvert()
  const owner = 'auth0|ada'
  const what = { key: 'mine', converter: 'image', owner }

  it('are open until they end, the same in other words, and go by their names', async () => {
    await bucket.put('mine', await draw('#c8102e'), { contentType: 'image/jpeg' })
    const [a, b] = [
      { width: 30, format: 'png' },
      { width: 20, height: 10 },
    ]
    await startConversions(bucket, { ...what, renditions: { a, b } })
    const open = await countOpenConversions(owner)
    await app.settle()

    const turned = { a: { format: 'png', fit: 'inside', width: '30' }, b }
    await startConversions(bucket, { ...what, renditions: turned })
    await app.settle()
    const rounds = (await findConversions('mine')).map(({ round }) => round)
    await forgetConversions('mine', { but: ['b'] })

    assert.equal(open, 2)
    assert.equal(await countOpenConversions(owner), 0)
    assert.deepEqual(rounds, [1, 1])
    assert.deepEqual(
      (await findConversions('mine')).map(({ name }) => name),
      ['b'],
    )
  })
})
