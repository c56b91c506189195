import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { SignedForm } from '#framework/storage.ts'
import { jobs } from '../jobs.ts'
import { results } from '../results.ts'
import { requestConversion, requestWithHandles } from '#services/convert'
import { forgetOwner, type Conversion } from '../conversions.ts'
import personalData from '../personal-data.ts'
import { toProblem, useConvert } from './use-convert.ts'

describe('a conversion as a job', () => {
  const { app, signedIn } = useConvert()
  const map = JSON.stringify({ title: 'Plan', children: [{ title: 'one' }] })

  async function request(converter: string, type: string, options: object = {}) {
    const response = await app.fetch('/conversions', {
      method: 'POST',
      body: JSON.stringify({ converter, type, options }),
      headers: { 'content-type': 'application/json', ...(await signedIn()) },
    })
    assert.equal(response.status, 201, response.text())
    return response.json() as { id: string; upload: SignedForm }
  }

  /** What a browser does with the form. */
  async function upload({ url, fields }: SignedForm, content: string | Buffer, type: string) {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', new Blob([content as never], { type }))
    return fetch(url, { method: 'POST', body: form })
  }

  async function look(id: string) {
    const response = await app.fetch(`/conversions/${id}`, { headers: await signedIn() })
    return response.json() as Conversion
  }

  const notify = (key: string) => ({
    pragma: 'queues' as const,
    name: 'convert-arrivals',
    payload: {
      Records: [
        {
          messageId: `again-${Math.random()}`,
          body: JSON.stringify({
            Records: [
              {
                eventName: 'ObjectCreated:Post',
                s3: { bucket: { name: 'x' }, object: { key, eTag: 'e', sequencer: '01' } },
              },
            ],
          }),
        },
      ],
    },
  })

  it('goes from the upload to the result by itself', async () => {
    const { id, upload: form } = await request('mind-map', 'application/json', { format: 'html' })
    const before = await look(id)
    const uploaded = await upload(form, map, 'application/json')
    await app.settle()

    const done = await look(id)
    assert.equal(before.status, 'expected')
    assert.equal(uploaded.status, 201)
    assert.deepEqual([done.status, done.progress, done.error], ['done', 100, undefined])
    const file = await fetch(done.result!.url)
    assert.match(await file.text(), /<h1>Plan<\/h1>/)
    assert.equal(file.headers.get('content-disposition'), 'attachment')
    assert.equal(file.headers.get('content-type'), 'text/html; charset=utf-8')
  })

  it('ends with an error and no result where the content is at fault', async () => {
    const { id, upload: form } = await request('mind-map', 'application/json')
    await upload(form, 'no map', 'application/json')
    await app.settle()

    const { status, error, result } = await look(id)
    assert.deepEqual([status, error?.code, result], ['failed', 'CONVERT_INPUT_INVALID', undefined])
    assert.match(error!.detail, /not JSON/)
  })

  it('is done once, though its notification comes five times', async () => {
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, `# ${id}`, 'text/markdown')
    await app.settle()
    await Promise.all(Array.from({ length: 5 }, () => app.invoke(notify(`in/${id}`))))
    await app.settle()

    const job = await jobs.get({ id }, { consistent: true })
    assert.deepEqual([job!.status, job!.attempts], ['done', 1])
  })

  it('is found within a minute where its notification was lost', async () => {
    app.faults.add({ target: 'queue convert-arrivals', kind: 'drop' })
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, '# lost, and found', 'text/markdown')
    await app.settle()
    const lost = await look(id)
    await app.clock.advance({ seconds: 46 })
    await app.settle()
    app.faults.clear()

    assert.equal(lost.status, 'expected')
    assert.equal((await look(id)).status, 'done')
    await app.clock.reset()
  })

  it('is found by the sweep where its notification was lost', async () => {
    app.faults.add({ target: 'queue convert-arrivals', kind: 'drop' })
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, '# lost', 'text/markdown')
    await app.settle()
    const lost = await look(id)
    app.faults.clear()
    await app.run('convert-sweep')
    await app.settle()

    assert.equal(lost.status, 'expected')
    assert.equal((await look(id)).status, 'done')
  })

  it('is found by the sweep behind a hundred others that never came', async () => {
    app.faults.add({ target: 'queue convert-arrivals', kind: 'drop' })
    await Promise.all(
      Array.from({ length: 120 }, () =>
        requestConversion({ converter: 'markdown', type: 'text/markdown', options: {} }),
      ),
    )
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, '# behind', 'text/markdown')
    await app.settle()
    app.faults.clear()
    await app.run('convert-sweep')
    await app.settle()

    assert.equal((await look(id)).status, 'done')
  })

  it('fails in words where its content never came', async () => {
    const { id } = await request('markdown', 'text/markdown')
    await age(id, 2000)
    await app.run('convert-sweep')
    await app.settle()

    const { status, error } = await look(id)
    assert.deepEqual([status, error?.code], ['failed', 'CONVERT_UPLOAD_MISSING'])
  })

  it('is taken over from a worker that died, and given up after the third', async () => {
    const { id, upload: form } = await request('markdown', 'text/markdown')
    const { id: hopeless } = await request('markdown', 'text/markdown')
    await jobs.update(
      { id: hopeless },
      { set: { status: 'working', worker: 'w', leaseUntil: 1, attempts: 3 } },
    )
    await age(hopeless, 100)
    await upload(form, '# survivor', 'text/markdown')
    await jobs.update(
      { id },
      { set: { status: 'working', worker: 'dead', leaseUntil: 1, attempts: 1 } },
    )
    await app.settle()
    await age(id, 100)
    await app.run('convert-sweep')
    await app.settle()

    assert.equal((await look(id)).status, 'done')
    assert.equal((await look(hopeless)).error?.code, 'CONVERT_CRASHED')
  })

  it('shares its result with whoever asks for the same', async () => {
    const { id, upload: form } = await request('markdown', 'text/markdown')
    const { id: other, upload: otherForm } = await request('markdown', 'text/markdown')
    const content = `# shared ${id}`
    await upload(form, content, 'text/markdown')
    await app.settle()
    const key = (await jobs.get({ id }))!.outputs['result']!.result!.key
    const before = await results.get({ id: key.replace('results/', '') })
    await upload(otherForm, content, 'text/markdown')
    await app.settle()

    assert.equal((await jobs.get({ id: other }))!.outputs['result']!.result!.key, key)
    assert.deepEqual(await results.get({ id: key.replace('results/', '') }), before)
  })

  it('takes what its form says, and nothing else', async () => {
    const { upload: form } = await request('markdown', 'text/markdown')
    const refusals = await Promise.all([
      upload({ ...form, fields: { ...form.fields, key: 'in/another' } }, '# x', 'text/markdown'),
      upload(
        { ...form, fields: { ...form.fields, 'Content-Type': 'text/html' } },
        '# x',
        'text/html',
      ),
      upload(form, 'x'.repeat(1024 * 1024 + 1), 'text/markdown'),
    ])

    assert.deepEqual(
      refusals.map(({ status }) => status),
      [403, 403, 400],
    )
  })

  it('is nobody else’s to see, and needs a converter that there is', async (test) => {
    const stranger = await app.fetch('/conversions', {
      method: 'POST',
      body: JSON.stringify({ converter: 'markdown', type: 'text/markdown' }),
      headers: { 'content-type': 'application/json' },
    })
    assert.equal(stranger.status, 401)
    if (process.env['LOCAL_TOKENS_URL'] === undefined) return test.skip()
    const { id } = await request('markdown', 'text/markdown')

    const seen = await app.fetch(`/conversions/${id}`)
    const none = await app.fetch('/conversions', {
      method: 'POST',
      body: JSON.stringify({ converter: 'gold', type: 'text/plain' }),
      headers: { 'content-type': 'application/json', ...(await signedIn()) },
    })

    assert.equal(toProblem(seen).code, 'CONVERSION_NOT_FOUND')
    assert.equal(toProblem(none).code, 'CONVERTER_NOT_FOUND')
  })

  it('is at one of its handles in the end, and goes from there when it is forgotten', async () => {
    const svg = { format: 'svg' }
    const ask = (owner: string) =>
      requestWithHandles({ converter: 'mind-map', type: 'application/json', options: svg, owner })
    const [good, bad] = [await ask('handy'), await ask('handy')]
    const statuses = async () =>
      Promise.all(
        [good, bad]
          .flatMap(({ result, error }) => [result, error])
          .map(async (url) => (await fetch(url)).status),
      )
    const before = await statuses()
    await upload(good.upload, '{ "title": "good" }', 'application/json')
    await upload(bad.upload, 'no map', 'application/json')
    await app.settle()

    const after = await statuses()
    const text = await (await fetch(good.result)).text()
    const error = (await (await fetch(bad.error)).json()) as { id: string; code: string }
    await app.invoke(notify(`in/${good.id}`))
    await app.settle()
    assert.deepEqual(
      [before, after],
      [
        [404, 404, 404, 404],
        [200, 404, 404, 200],
      ],
    )
    assert.match(text, />good<\/text>/)
    assert.deepEqual([error.id, error.code], [bad.id, 'CONVERT_INPUT_INVALID'])
    assert.deepEqual(await statuses(), after)
    await forgetOwner('handy')
    assert.deepEqual(await statuses(), before)
  })

  it('is gone on with, without the sweep, where its worker died', async () => {
    app.faults.add({ target: 'queue convert-markdown', kind: 'drop' })
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, '# again', 'text/markdown')
    await app.settle()
    const dead = await look(id)
    app.faults.clear()
    for (let round = 0; round < 3; round++) {
      await app.clock.advance({ seconds: 46 })
      await app.settle()
    }

    assert.equal(dead.status, 'waiting')
    assert.equal((await look(id)).status, 'done')
    await app.clock.reset()
  })

  it('is given up where it fails again and again through no fault of the content', async () => {
    const { id } = await request('markdown', 'text/markdown')
    await jobs.update({ id }, { set: { status: 'waiting', worker: 'w', attempts: 3 } })
    await age(id, 100)
    await app.run('convert-sweep')
    await app.settle()

    const { status, error } = await look(id)
    assert.deepEqual([status, error?.code], ['failed', 'CONVERT_CRASHED'])
  })

  it('is forgotten with the account of who asked', async () => {
    const { id, upload: form } = await request('markdown', 'text/markdown')
    await upload(form, '# mine', 'text/markdown')
    await app.settle()
    const owner = 'auth0|leaver'
    await jobs.update({ id }, { set: { owner } })
    const user = { id: owner, name: 'Leaver', permissions: [] }
    const kept = await personalData.find(user)

    await forgetOwner(owner)

    assert.match(JSON.stringify(kept), new RegExp(id))
    assert.equal(await personalData.find(user), undefined)
    assert.deepEqual(
      (await app.storage.list('convert-uploads', { prefix: `in/${id}` })).objects,
      [],
    )
  })

  /** Makes a job that old, in seconds. */
  async function age(id: string, seconds: number) {
    const time = new Date(Date.now() - seconds * 1000).toISOString()
    await jobs.update({ id }, { set: { changedAt: time, createdAt: time } })
  }
})
