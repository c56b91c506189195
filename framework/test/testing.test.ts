import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterAll, describe, it } from 'vitest'
import { getPorts } from '../plugin/ports.ts'
import { isFree } from '../testing/free-ports.ts'
import { startApp } from '../testing/start-app.ts'
import { useApp } from '../testing.ts'
import { createProject } from './scratch-project.ts'

const manifest = `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts
post
  src src/plugins/post/index.ts

@http
get /
post /echo
post /notes

@queues
letters
  fifo false

@buckets
covers
  created letters
  expireDays 2

@scheduled
hourly rate(1 hour)
daily rate(1 day)

@tables
notes
  id *String
  expiresAt TTL

@tables-streams
notes
`

const project = createProject({
  'app.arc': manifest,
  'src/shared/notes.ts': `import { defineTable } from '#framework/tables.ts'

interface Note { id: string; expiresAt?: number }
export const notes = defineTable<Note>('notes', { key: ['id'] })
`,
  'src/http/post-echo/index.ts': `export async function handler({ body, rawQueryString }) {
  return { statusCode: 200, body: body.repeat(rawQueryString ? 2 : 1) }
}
`,
  'src/http/post-notes/index.ts': `import { http, noContent } from '#framework/http.ts'
import { notes } from '#shared/notes.ts'

export const handler = http(async (request) => {
  await notes.put(await request.json())
  return noContent()
})
`,
  // What happens is told in a list of this process.
  'src/tables-streams/notes/index.ts': `import { z } from '#framework/validate.ts'
import { defineQueue } from '#framework/queues.ts'

const letters = defineQueue('letters', { version: 1, schema: z.object({ id: z.string() }) })

export async function handler({ Records }) {
  for (const { eventName, dynamodb, userIdentity } of Records) {
    globalThis.happened.push([eventName, userIdentity?.type ?? 'User'])
    if (eventName === 'INSERT') await letters.send({ id: dynamodb.Keys.id.S })
  }
}
`,
  'src/queues/letters/index.ts': `export async function handler({ Records }) {
  for (const { body } of Records) {
    const { data, Event, Records: [record] = [] } = JSON.parse(body)
    // S3 tells a queue once that it will tell it.
    if (!Event) globalThis.happened.push(['letter', data?.id ?? record.s3.object.key])
  }
}
`,
  'src/scheduled/hourly/index.ts': `export async function handler({ time }) {
  globalThis.happened.push(['hourly', Date.now() - Date.parse(time)])
}
`,
  'src/scheduled/daily/index.ts': `export async function handler() {
  if (globalThis.tired) throw new Error('It is the wrong day')
}
`,
  'src/plugins/post/index.ts': `import { defineService } from '#framework/service.ts'

let stamps = 0

export default defineService({
  name: 'post',
  dir: import.meta.dirname,
  description: 'Stamps letters',
  env: { POST_ACCOUNT: { description: 'whose stamps' } },
  twin: {
    replacedBy: 'POST_ACCOUNT',
    env: (port) => ({ POST_ACCOUNT: 'local-' + port }),
    start: async () => ({
      stop() {},
      state: () => ({ sections: [{ title: 'Stamps', columns: [], rows: [], empty: String(stamps) }] }),
      act: async (action, id) => action + ' ' + id + ' ' + ++stamps,
    }),
  },
})
`,
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

const happened: unknown[][] = []
Object.assign(globalThis, { happened })
const take = () => happened.splice(0)
const tire = (tired: boolean) => Object.assign(globalThis, { tired })

describe('useApp', () => {
  const app = useApp({ cwd: project })
  const save = (note: object) =>
    app.fetch('/notes', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
    })

  it('settles what a change of a table leads to', async () => {
    const { status } = await save({ id: 'a' })
    await app.settle()

    assert.equal(status, 204)
    assert.deepEqual(take(), [
      ['INSERT', 'User'],
      ['letter', 'a'],
    ])
  })

  it('lets time pass: schedules tick and items expire, and streams hear of it', async () => {
    // After the last full hour of the two, whatever the time is.
    await save({ id: 'b', expiresAt: Math.floor(app.clock.now() / 1000) + 2 * 60 * 60 - 1 })
    await app.settle()
    take()
    const before = app.clock.now()

    await app.clock.advance({ hours: 2 })

    assert.ok(app.clock.now() - before >= 2 * 60 * 60 * 1000)
    assert.equal(Math.round((Date.now() - before) / 60_000), 120)
    const list = take()
    assert.deepEqual(
      list.map(([what]) => what),
      ['hourly', 'hourly', 'REMOVE'],
    )
    assert.deepEqual(list.at(-1), ['REMOVE', 'Service'])
    // At its own time each, not when all was over.
    for (const [, late] of list.slice(0, 2)) assert.ok(Number(late) < 60_000, String(late))
  })

  it('has buckets that tell queues, and whose objects expire', async () => {
    const cover = Buffer.from('a cover')
    await app.storage.put('covers', 'c.png', cover, { contentType: 'image/png' })
    await app.settle()

    assert.deepEqual(take(), [['letter', 'c.png']])
    assert.deepEqual((await app.storage.get('covers', 'c.png'))?.body, cover)
    await app.clock.advance({ days: 4 })
    assert.deepEqual((await app.storage.list('covers')).objects, [])
    take()
  })

  it('lets no schedule fail unseen', async () => {
    tire(true)
    await assert.rejects(app.clock.advance({ days: 1 }), /It is the wrong day/)
    tire(false)

    assert.equal(take().filter(([what]) => what === 'hourly').length, 24)
  })

  it('jumps over what falls due meanwhile, as an outage does, and goes back to today', async () => {
    await app.clock.jump({ days: 3 })
    await app.clock.reset()

    assert.ok(take().length < 3)
    assert.ok(Math.abs(app.clock.now() - performance.timeOrigin - performance.now()) < 60_000)
  })

  it('fails on purpose', async () => {
    app.faults.add({ kind: 'throw', target: '@http post /notes', times: 1 })

    const failed = await save({ id: 'c' })
    const done = await save({ id: 'c' })
    await app.settle()

    assert.deepEqual([failed.status, done.status], [500, 204])
    assert.equal(take().length, 2)
  })

  it('takes, and answers, no more than API Gateway and Lambda do', async () => {
    const full = await app.fetch('/echo', { method: 'POST', body: Buffer.alloc(4_000_000) })
    const tooMuch = await app.fetch('/echo', { method: 'POST', body: Buffer.alloc(4_750_000) })
    const tooLong = await app.fetch('/echo?times=2', {
      method: 'POST',
      body: Buffer.alloc(4_000_000),
    })

    assert.deepEqual([full.status, tooMuch.status, tooLong.status], [200, 413, 500])
    assert.deepEqual(tooMuch.json(), { message: 'Request Entity Too Large' })
    assert.deepEqual(tooLong.json(), { message: 'Internal Server Error' })
  })

  it('shows what stands in for a service', async () => {
    const post = app.twin('post')

    const said = await post.act('stamp', 'letter')

    assert.equal(said, 'stamp letter 1')
    assert.equal((await post.state())?.sections[0]?.empty, '1')
    assert.equal(post.url, `http://localhost:${post.port}`)
    assert.equal(process.env['POST_ACCOUNT'], `local-${post.port}`)
    assert.throws(() => app.twin('mail'), /The service mail is not plugged in\./)
  })
})

describe('the end of an app', () => {
  it('leaves nothing behind for the next file', async () => {
    const env = { ...process.env }
    const real = Date

    const { app, stop } = await startApp({ cwd: project })
    const ports = getPorts()
    app.faults.add({ kind: 'throw', target: '@http get /' })
    await app.clock.jump({ days: 1 })
    await stop()

    const free = await Promise.all(Object.values(ports).map((port) => isFree(port)))
    assert.deepEqual(
      free,
      free.map(() => true),
    )
    assert.deepEqual({ ...process.env }, env)
    assert.equal(Date, real)
    assert.deepEqual(app.faults.list(), [])
  })

  it('names the account that takes the place of a twin', async () => {
    process.env['POST_ACCOUNT'] = 'real'

    const { app, stop } = await startApp({ cwd: project })

    assert.throws(() => app.twin('post'), /POST_ACCOUNT names a real account/)
    await stop()
    delete process.env['POST_ACCOUNT']
  })
})
