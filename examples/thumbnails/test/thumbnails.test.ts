import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { useApp } from '#framework/testing.ts'

describe('a picture', () => {
  const app = useApp()

  it('has its page', async () => {
    const response = await app.fetch('/')

    assert.equal(response.status, 200)
    assert.match(await response.text(), /<file-upload/)
  })

  it('is made smaller when it arrives', async () => {
    const picture = await sharp({
      create: { width: 900, height: 600, channels: 3, background: '#e04' },
    })
      .jpeg()
      .toBuffer()

    await app.storage.put('pictures', 'red.jpg', picture, { contentType: 'image/jpeg' })
    await app.settle()

    const { objects } = await app.storage.list('convert-results')
    assert.equal(objects.length, 2)
  })
})
