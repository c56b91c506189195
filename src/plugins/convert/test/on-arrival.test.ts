import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it, vi } from 'vitest'
import { setLogOutput } from '#framework/log.ts'
import { defineBucket, type SignedForm } from '#framework/storage.ts'
import {
  findConversions,
  forgetConversions,
  onArrival,
  signResult,
  startConversions,
  sweepArrivals,
  type ArrivalRule,
} from '#services/convert'
import { jobs } from '../jobs.ts'
import { useConvert } from './use-convert.ts'

describe('what is converted on arrival', () => {
  const { app } = useConvert()
  const bucket = defineBucket('convert-uploads')
  const rules: ArrivalRule[] = [
    {
      prefix: 'photos/',
      converter: 'image',
      renditions: { small: { width: 10 }, large: { width: 20, format: 'avif' } },
    },
  ]
  const handler = onArrival('convert-arrivals', bucket, rules)

  /** What S3 tells of an object, as SQS delivers it. */
  function toEvent(key: string, { sequencer = '0A' } = {}) {
    const object = {
      key: encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+'),
      eTag: 'e',
      sequencer,
    }
    const body = { Records: [{ eventName: 'ObjectCreated:Put', s3: { object } }] }
    return { Records: [{ messageId: `m${Math.random()}`, body: JSON.stringify(body) }] } as never
  }

  async function putPhoto(key: string, background: string): Promise<void> {
    const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer()
    await app.storage.put('convert-uploads', key, photo, { contentType: 'image/png' })
  }

  /** How each rendition stands: by name, with its width and its colour if it is there. */
  async function look(subject: string) {
    const found = await findConversions(subject)
    const entries = found.map(async ({ name, status, round, result, error }) => {
      if (!result) return [name, [status, error?.code]]
      const image = sharp(await (await fetch(signResult(result))).bytes())
      const { width } = await image.metadata()
      const { dominant } = await image.stats()
      const colour = dominant.r > 128 ? 'red' : dominant.b > 128 ? 'blue' : 'black'
      return [name, [status, round, width, colour]]
    })
    return Object.fromEntries((await Promise.all(entries)) as [string, unknown[]][])
  }

  it('has every rendition once, though it is told five times', async () => {
    const key = 'photos/Café & Söhne 1.png'
    await putPhoto(key, '#f00')

    for (let time = 0; time < 5; time++) await handler(toEvent(key))
    await app.settle()

    const found = await findConversions(key)
    const attempts = await Promise.all(
      found.map(async ({ id }) => (await jobs.get({ id }))!.attempts),
    )
    assert.deepEqual(await look(key), {
      large: ['done', 1, 20, 'red'],
      small: ['done', 1, 10, 'red'],
    })
    assert.deepEqual(attempts, [1, 1])
    // Its id can be computed by whoever knows the content.
    assert.equal((await app.fetch(`/conversions/${found[0]!.id}`)).status, 404)
  })

  it('is found by the sweep where nothing was told', async () => {
    await putPhoto('photos/untold.png', '#00f')

    await sweepArrivals(bucket, rules)
    await app.settle()
    const { items: before } = await jobs.scan({ limit: 1000 })
    await sweepArrivals(bucket, rules)
    const { items: after } = await jobs.scan({ limit: 1000 })

    assert.deepEqual((await look('photos/untold.png'))['small'], ['done', 1, 10, 'blue'])
    assert.deepEqual(after, before)
  })

  it('is of what lies there now, whatever order the news comes in', async () => {
    const key = 'photos/order.png'
    await putPhoto(key, '#f00')
    await handler(toEvent(key, { sequencer: '0F' }))
    await putPhoto(key, '#00f')
    await handler(toEvent(key, { sequencer: '2000' }))
    await app.settle()
    const newest = await look(key)

    // The news of the first, again, at a moment when its content could be had again.
    await putPhoto(key, '#f00')
    await handler(toEvent(key, { sequencer: '0F' }))
    await app.settle()
    const afterOld = await look(key)
    await handler(toEvent(key, { sequencer: '10000' }))
    await app.settle()

    assert.deepEqual(newest['small']!.slice(2), [10, 'blue'])
    assert.deepEqual(afterOld, newest)
    assert.deepEqual((await look(key))['small']!.slice(2), [10, 'red'])
  })

  it('is of the rule’s prefix alone, and test messages are passed over', async () => {
    await putPhoto('other/x.png', '#000')

    const answers = [
      await handler(toEvent('other/x.png')),
      await handler({
        Records: [{ messageId: 't', body: JSON.stringify({ Event: 's3:TestEvent' }) }],
      } as never),
    ]

    assert.deepEqual(
      answers.map((it) => it.batchItemFailures),
      [[], []],
    )
    assert.deepEqual(await findConversions('other/x.png'), [])
  })

  it('ends in an error where it is no image, and is nothing where it is gone', async () => {
    const type = { contentType: 'image/png' }
    await app.storage.put('convert-uploads', 'photos/bad.png', Buffer.from('x'), type)

    await handler(toEvent('photos/bad.png'))
    await handler(toEvent('photos/gone.png'))
    await app.settle()

    assert.deepEqual(await look('photos/bad.png'), {
      large: ['failed', 'CONVERT_INPUT_INVALID'],
      small: ['failed', 'CONVERT_INPUT_INVALID'],
    })
    assert.deepEqual(await look('photos/gone.png'), {})
  })
})

describe('what an app starts', () => {
  const { app, signedIn } = useConvert()
  const bucket = defineBucket('convert-uploads')
  const renditions = { small: { width: 10 }, large: { width: 20 } }

  async function put(key: string, background: string): Promise<void> {
    const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer()
    await bucket.put(key, photo, { contentType: 'image/png' })
  }

  const rounds = async (subject: string) =>
    Object.fromEntries(
      (await findConversions(subject)).map(({ name, status, round }) => [name, [status, round]]),
    )

  it('is what people upload through files, with whatever visibility', async (test) => {
    const tokens = process.env['LOCAL_TOKENS_URL']
    if (tokens === undefined || process.env['BUCKET_FILES_STORE'] === undefined) return test.skip()
    const photo = await sharp({
      create: { width: 40, height: 40, channels: 3, background: '#0f0' },
    })
      .png()
      .toBuffer()
    const told = { name: 'a.png', type: 'image/png', size: photo.length, visibility: 'private' }
    const asked = await app.fetch('/files/uploads', {
      method: 'POST',
      body: JSON.stringify(told),
      headers: { 'content-type': 'application/json', ...(await signedIn()) },
    })
    const { id, form } = asked.json() as { id: string; form: SignedForm }
    const body = new FormData()
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value)
    body.append('file', new Blob([new Uint8Array(photo)]), 'a.png')
    await fetch(form.url, { method: 'POST', body })
    await app.settle()

    // What the event `file-stored` tells, twice.
    const store = defineBucket('files-store')
    const [file] = (await store.list({ prefix: id })).objects
    const start = { key: file!.key, subject: id, converter: 'image', renditions }
    await Promise.all([startConversions(store, start), startConversions(store, start)])
    await app.settle()

    assert.deepEqual(await rounds(id), { large: ['done', 1], small: ['done', 1] })
  })

  it('is made anew where the options are others, and only that', async () => {
    await put('assets/1', '#123')
    const start = { key: 'assets/1', subject: 'asset 1', converter: 'image', renditions }

    const ids = await startConversions(bucket, start)
    await app.settle()
    const again = await startConversions(bucket, start)
    await startConversions(bucket, {
      ...start,
      renditions: { ...renditions, large: { width: 30 } },
    })
    await app.settle()

    assert.deepEqual(again, ids)
    assert.deepEqual(Object.keys(ids), ['small', 'large'])
    assert.deepEqual(await rounds('asset 1'), { large: ['done', 2], small: ['done', 1] })
  })

  it('stays until it is forgotten, and then nothing is left of it', async () => {
    await put('assets/2', '#456')
    const start = { key: 'assets/2', subject: 'asset 2', converter: 'image', keep: true }
    await startConversions(bucket, { ...start, renditions })
    await app.settle()
    await startConversions(bucket, {
      ...start,
      renditions: { small: { width: 5 }, large: { width: 20 } },
    })
    await app.settle()
    const kept = await app.storage.list('convert-kept')
    const [job] = await findConversions('asset 2')
    const { source } = (await jobs.get({ id: job!.id }))!

    await forgetConversions('asset 2')

    assert.deepEqual(await rounds('asset 2'), {})
    // Of the one that was made anew, what was before is gone.
    assert.equal(kept.objects.length, 2)
    assert.equal(job!.result!.bucket, 'convert-kept')
    assert.deepEqual((await app.storage.list('convert-kept')).objects, [])
    assert.equal(await bucket.head(source), undefined)
  })

  it('goes nowhere where it was wanted otherwise while it was being made', async () => {
    await put('assets/3', '#789')
    const start = { key: 'assets/3', subject: 'asset 3', converter: 'image', keep: true }
    const ids = await startConversions(bucket, { ...start, renditions: { one: { width: 7 } } })
    // A worker has it, and takes its time.
    await jobs.update(
      { id: ids['one']! },
      { set: { status: 'working', worker: 'slow', leaseUntil: Date.now() + 60_000 } },
    )
    await startConversions(bucket, { ...start, renditions: { one: { width: 9 } } })
    await app.settle()

    const [found] = await findConversions('asset 3')
    const image = sharp(await (await fetch(signResult(found!.result!))).bytes())
    assert.deepEqual([found!.status, found!.round], ['done', 2])
    assert.equal((await image.metadata()).width, 9)
  })

  it('is told of, and asked for, by the names that the app has for it', async () => {
    vi.stubEnv('LOG_LEVEL', 'info')
    const lines: string[] = []
    const stop = setLogOutput((line) => lines.push(line))
    await put('assets/4', '#abc')
    const start = { key: 'assets/4', subject: 'asset 4', converter: 'image' }
    await startConversions(bucket, { ...start, renditions: { thumb: { width: 4 } } })
    await app.settle()
    stop()
    vi.unstubAllEnvs()

    const [found] = await findConversions('asset 4')
    assert.equal(found!.name, 'thumb')
    assert.deepEqual(found!.options, { width: 4 })
    const told = lines.find((line) => line.includes('conversion finished'))
    const { subject, name, round, status } = JSON.parse(told!) as Record<string, unknown>
    assert.deepEqual([subject, name, round, status], ['asset 4', 'thumb', 1, 'done'])
  })

  it('must be something that there is', async () => {
    const start = { key: 'none', converter: 'image', renditions: {} }

    assert.deepEqual(await startConversions(bucket, start), {})
    await assert.rejects(startConversions(bucket, { ...start, converter: 'gold' }), {
      code: 'CONVERTER_NOT_FOUND',
    })
    await assert.rejects(
      startConversions(bucket, { ...start, renditions: { big: { width: 'wide' } } }),
      { code: 'INVALID_INPUT' },
    )
  })
})
