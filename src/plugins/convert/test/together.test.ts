import assert from 'node:assert/strict'
import sharp from 'sharp'
import { describe, it, vi } from 'vitest'
import { setLogOutput } from '#framework/log.ts'
import { defineBucket } from '#framework/storage.ts'
import {
  findConversions,
  findConversionsOfEach,
  forgetConversions,
  onConversionFinished,
  setConversions,
  signResult,
  startConversions,
} from '#services/convert'
import { jobs } from '../jobs.ts'
import { results } from '../results.ts'
import { useConvert } from './use-convert.ts'

describe('several renditions of one object', () => {
  const { app } = useConvert()
  const bucket = defineBucket('convert-uploads')
  const what = { converter: 'image', keep: true }
  const [a, b, c] = [{ width: 30 }, { width: 20, format: 'png' }, { width: 10 }]

  async function put(key: string, background: string): Promise<void> {
    const photo = await sharp({ create: { width: 40, height: 40, channels: 3, background } })
      .png()
      .toBuffer()
    await bucket.put(key, photo, { contentType: 'image/png' })
  }

  const longAgo = () => new Date(Date.now() - 100_000).toISOString()
  const stands = async (subject: string) =>
    Object.fromEntries(
      (await findConversions(subject)).map((it) => [it.name, it.error?.code ?? it.status]),
    )
  const list = async (name: string, prefix: string) =>
    (await app.storage.list(name, { prefix })).objects.map(({ key }) => key)

  it('are one job, begun once, and each is written once', async () => {
    await put('together/1', '#112233')
    const before = await list('convert-results', 'results/')

    const ids = await startConversions(bucket, { ...what, key: 'together/1', renditions: { a, b } })
    await app.settle()

    const job = (await jobs.get({ id: ids['a']! }))!
    assert.equal(ids['a'], ids['b'])
    assert.equal(job.attempts, 1)
    assert.deepEqual(await stands('together/1'), { a: 'done', b: 'done' })
    assert.deepEqual(await list('convert-kept', `${job.id}/`), [`${job.id}/a/1`, `${job.id}/b/1`])
    assert.deepEqual(await list('convert-results', 'results/'), before)
  })

  it('are each made, or fail, by themselves', async () => {
    await put('together/2', '#223344')
    const beyond = { crop: '0,0,900,900' }
    const unknown = { mark: 'x'.repeat(43) }

    await startConversions(bucket, {
      ...what,
      key: 'together/2',
      renditions: { a, beyond, b, unknown, c },
    })
    await app.settle()

    assert.deepEqual(await stands('together/2'), {
      a: 'done',
      b: 'done',
      c: 'done',
      beyond: 'CONVERT_INPUT_INVALID',
      unknown: 'CONVERT_MARK_UNKNOWN',
    })
  })

  it('may be more than are made at once', async () => {
    await put('together/many', '#123123')
    const widths = Array.from({ length: 14 }, (_, it) => [`w${it}`, { width: it + 1 }] as const)
    const start = { ...what, key: 'together/many', renditions: Object.fromEntries(widths) }

    const ids = await startConversions(bucket, start)
    await app.settle()

    assert.deepEqual(new Set(Object.values(await stands('together/many'))), new Set(['done']))
    assert.equal(Object.keys(await stands('together/many')).length, 14)
    assert.equal((await jobs.get({ id: ids['w0']! }))!.attempts, 1)
  })

  it('are not made again for another object of the same content, and stay when that one goes', async () => {
    await put('together/3', '#334455')
    await put('together/4', '#334455')
    const start = { ...what, renditions: { a, b } }
    await startConversions(bucket, { ...start, key: 'together/3' })
    await app.settle()
    const known = (await results.scan({ limit: 1000 })).items

    await startConversions(bucket, { ...start, key: 'together/4', renditions: { a, b, same: a } })
    await app.settle()
    const after = (await results.scan({ limit: 1000 })).items
    await forgetConversions('together/3')

    assert.deepEqual(after, known)
    const made = await findConversions('together/4')
    const widths = made.map(async ({ result }) => {
      const { width } = await sharp(await (await fetch(signResult(result!))).bytes()).metadata()
      return width
    })
    assert.deepEqual(await Promise.all(widths), [30, 20, 30])
  })

  it('are made again where the only ones there were have been forgotten', async () => {
    await put('together/5', '#445566')
    const start = { ...what, key: 'together/5', renditions: { a } }
    await startConversions(bucket, start)
    await app.settle()
    await forgetConversions('together/5')

    await startConversions(bucket, start)
    await app.settle()

    const [made] = await findConversions('together/5')
    assert.equal((await fetch(signResult(made!.result!))).status, 200)
  })

  it('are made once, though two ask for parts of the same at once', async () => {
    await put('together/6', '#556677')
    await put('together/7', '#556677')
    await Promise.all([
      startConversions(bucket, { ...what, key: 'together/6', renditions: { a, b } }),
      startConversions(bucket, { ...what, key: 'together/7', renditions: { b, c } }),
    ])
    await app.settle()

    assert.deepEqual(await stands('together/6'), { a: 'done', b: 'done' })
    assert.deepEqual(await stands('together/7'), { b: 'done', c: 'done' })
  })

  it('are gone through one by one after a worker has died, what one died of last', async () => {
    await put('together/8', '#667788')
    app.faults.add({ target: 'queue convert-image', kind: 'drop' })
    const start = { ...what, key: 'together/8', renditions: { a, b, c } }
    const ids = await startConversions(bucket, start)
    await app.settle()
    app.faults.clear()
    // Two have died, the second one of `a`.
    const dead = { status: 'working', worker: 'dead', leaseUntil: 1, changedAt: longAgo() } as const
    await jobs.update({ id: ids['a']! }, { set: { ...dead, attempts: 2, tried: ['a'] } })
    await app.run('convert-sweep')
    await app.settle()

    const { outputs, attempts, status, tried } = (await jobs.get({ id: ids['a']! }))!
    const order = Object.keys(outputs).toSorted((one, other) =>
      outputs[one]!.changedAt < outputs[other]!.changedAt ? -1 : 1,
    )
    assert.deepEqual([status, tried], ['done', undefined])
    assert.equal(order.at(-1), 'a')
    // The last of them has ended by itself: what came before counts no longer.
    assert.equal(attempts, 1)
  })

  it('are given up without those that are there', async () => {
    await put('together/9', '#778899')
    const start = { ...what, key: 'together/9' }
    const { a: id } = await startConversions(bucket, { ...start, renditions: { a } })
    await app.settle()
    app.faults.add({ target: 'queue convert-image', kind: 'drop' })
    await startConversions(bucket, { ...start, renditions: { a, b } })
    await app.settle()
    app.faults.clear()
    await jobs.update({ id: id! }, { set: { attempts: 3, changedAt: longAgo() } })
    await app.run('convert-sweep')
    await app.settle()

    assert.deepEqual(await stands('together/9'), { a: 'done', b: 'CONVERT_CRASHED' })
  })

  it('go one by one, where they are not kept, and are made again when they are wanted again', async () => {
    await put('together/week', '#135791')
    const start = { key: 'together/week', converter: 'image', renditions: { a, b } }
    const { a: id } = await startConversions(bucket, start)
    await app.settle()
    const { outputs } = (await jobs.get({ id: id! }))!
    const weekAgo = new Date(Date.now() - 7 * 86_400_000).toISOString()
    const old = { ...outputs['a']!, changedAt: weekAgo }
    await jobs.update({ id: id! }, { set: { outputs: { ...outputs, a: old } } })

    const later = await stands('together/week')
    await startConversions(bucket, start)
    await app.settle()

    const again = await findConversions('together/week')
    assert.deepEqual(later, { b: 'done' })
    assert.deepEqual(
      again.map(({ name, round }) => [name, round]),
      [
        ['a', 2],
        ['b', 1],
      ],
    )
  })

  it('are these and no others, where that is said', async () => {
    await put('together/10', '#8899aa')
    const start = { ...what, key: 'together/10', subject: 'ten' }
    await setConversions(bucket, { ...start, renditions: { a, b } })
    await app.settle()
    const before = await findConversions('ten')

    const { a: id } = await setConversions(bucket, { ...start, renditions: { a, c } })
    await app.settle()
    await setConversions(bucket, { ...start, renditions: { a } })
    await app.settle()

    const after = await findConversions('ten')
    const [found] = await findConversionsOfEach(bucket, [start], { converter: 'image' })
    assert.deepEqual(after, [before[0]])
    assert.deepEqual(found, after)
    assert.deepEqual(await list('convert-kept', `${id}/`), [`${id}/a/1`])
  })

  it('are told of together, and of each by itself', async () => {
    vi.stubEnv('LOG_LEVEL', 'info')
    const lines: string[] = []
    const stop = setLogOutput((line) => lines.push(line))
    await put('together/11', '#99aabb')
    const start = { ...what, key: 'together/11' }
    await startConversions(bucket, { ...start, renditions: { a, b } })
    await app.settle()
    await startConversions(bucket, { ...start, renditions: { a, b: c } })
    await app.settle()
    stop()
    vi.unstubAllEnvs()

    const told = lines
      .filter((line) => line.includes('conversion finished'))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    assert.deepEqual(
      told.map(({ name, round, status }) => [name, round, status]),
      [
        ['a', 1, 'done'],
        ['b', 1, 'done'],
        ['b', 2, 'done'],
      ],
    )
  })

  it('are heard of as one conversion each by whoever listened before they were told of together', async () => {
    const heard: unknown[] = []
    const handler = onConversionFinished(({ subject, name, status }) => {
      heard.push([subject, name, status])
    })
    const old = { jobId: 'j', converter: 'image', bucket: 'x', key: 'y', status: 'done' }

    const Message = JSON.stringify({ ...old, subject: 's', name: 'n' })
    await handler({ Records: [{ Sns: { Message } }] })

    assert.deepEqual(heard, [['s', 'n', 'done']])
  })
})
