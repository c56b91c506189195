import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { describe, it } from 'vitest'
import { defineBucket } from '#framework/storage.ts'
import { onArrival } from '#services/convert'
import { jobs } from '../jobs.ts'
import { resultsBucket } from '../results.ts'
import { useConvert } from './use-convert.ts'

describe('what is converted on arrival', () => {
  const { app } = useConvert()
  const handler = onArrival('convert-arrivals', defineBucket('convert-uploads'), [
    {
      prefix: 'photos/',
      converter: 'image',
      renditions: [{ width: 10 }, { width: 20, format: 'avif' }],
    },
  ])

  async function listJobs(key: string) {
    const { items } = await jobs.scan({ limit: 1000 })
    return items.filter((job) => job.key === key)
  }

  /** What S3 tells of an object, as SQS delivers it. */
  function toEvent(key: string, { etag, size = 100 }: { etag: string; size?: number }) {
    const object = {
      key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
      eTag: etag,
      size,
      sequencer: '0A',
    }
    const body = { Records: [{ eventName: 'ObjectCreated:Put', s3: { object } }] }
    return { Records: [{ messageId: `m${Math.random()}`, body: JSON.stringify(body) }] }
  }

  async function putPhoto(key: string, background: string): Promise<string> {
    const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer()
    await app.storage.put('convert-uploads', key, photo, { contentType: 'image/png' })
    const { objects } = await app.storage.list('convert-uploads', { prefix: 'photos/' })
    return (objects.find((it) => it.key === key) as { etag?: string }).etag ?? background
  }

  it('has every rendition once, though it is told five times', async () => {
    const key = 'photos/Café & Söhne 1.png'
    const etag = await putPhoto(key, '#f00')

    for (let time = 0; time < 5; time++) await handler(toEvent(key, { etag }) as never)
    await app.settle()

    const found = await listJobs(key)
    assert.deepEqual(
      found.map(({ status, attempts }) => [status, attempts]),
      [
        ['done', 1],
        ['done', 1],
      ],
    )
    const widths = await Promise.all(
      found.map(async ({ result }) => {
        const object = await resultsBucket.get(result!.key)
        return (await sharp(object!.bytes).metadata()).width
      }),
    )
    assert.deepEqual(widths.toSorted(), [10, 20])
    // Its id can be computed by whoever knows the content.
    assert.equal((await app.fetch(`/conversions/${found[0]!.id}`)).status, 404)
  })

  it('is of the rule’s prefix alone, and test messages are passed over', async () => {
    const other = await handler(toEvent('other/x.png', { etag: '1' }) as never)
    const test = await handler({
      Records: [{ messageId: 't', body: JSON.stringify({ Event: 's3:TestEvent' }) }],
    } as never)

    assert.deepEqual(
      [other, test].map((it) => it.batchItemFailures),
      [[], []],
    )
    assert.equal((await listJobs('other/x.png')).length, 0)
  })

  it('ends in an error where the object is gone, changed, too large, or no image', async () => {
    const bad = Buffer.from('x')
    await app.storage.put('convert-uploads', 'photos/bad.png', bad, { contentType: 'image/png' })
    const etag = createHash('md5').update(bad).digest('hex')
    await putPhoto('photos/changed.png', '#0f0')

    await handler(toEvent('photos/bad.png', { etag }) as never)
    await handler(toEvent('photos/gone.png', { etag: 'a' }) as never)
    await handler(toEvent('photos/changed.png', { etag: 'before' }) as never)
    await handler(toEvent('photos/large.png', { etag: 'a', size: 10 ** 9 }) as never)
    await app.settle()

    const codes = async (key: string) =>
      (await listJobs(key)).map(({ error, result }) => [error?.code, result])
    assert.deepEqual(await codes('photos/bad.png'), [
      ['CONVERT_INPUT_INVALID', undefined],
      ['CONVERT_INPUT_INVALID', undefined],
    ])
    assert.deepEqual((await codes('photos/gone.png'))[0], ['CONVERT_UPLOAD_MISSING', undefined])
    assert.deepEqual((await codes('photos/changed.png'))[0], ['CONVERT_UPLOAD_MISSING', undefined])
    assert.deepEqual((await codes('photos/large.png'))[0], ['CONVERT_INPUT_TOO_LARGE', undefined])
  })
})
