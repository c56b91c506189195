import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { requestDatabase } from '../local/database/request.ts'
import { times, type Times } from '../local/invoke/times.ts'
import { toProject, useConsole } from './use-console.ts'
import { useTables } from './use-tables.ts'

const tables = {
  pets: { key: ['owner', 'name'] as [string, string], indexes: { byKind: ['kind'] as [string] } },
}

describe('the console', () => {
  const database = useTables(tables)
  const ran: string[] = []
  const { trace, url, ask, send } = useConsole(() => ({
    inventory: toProject(tables, {
      scheduled: [{ name: 'nightly', cron: { expression: '0 3 * * ? *' } }],
    }),
    database: { endpoint: database.endpoint, engine: 'dynoxide', missing: [] },
    services: [{ name: 'mail', dir: '', description: 'Mails' }],
    links: [{ label: 'Outbox', href: 'http://localhost:3338' }],
    schedules: {
      list: () => [
        { name: 'nightly', next: new Date(0), missed: { count: 3, last: new Date(1000) } },
      ],
      run: async (name) => void ran.push(name),
    },
  }))

  describe('serves its own page only', () => {
    const host = () => new URL(url()).host

    it('with a policy that takes nothing inline, and in no frame', async () => {
      const page = await send('/')
      const script = await send('/console.js')
      const styles = await send('/console.css')

      assert.deepEqual([page.status, script.status, styles.status], [200, 200, 200])
      assert.doesNotMatch(page.text, /<style|style=|<script(?![^>]*src)/)
      assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
      assert.doesNotMatch(String(page.headers['content-security-policy']), /unsafe/)
      assert.equal(page.headers['x-frame-options'], 'DENY')
      assert.equal(page.headers['access-control-allow-origin'], undefined)
    })

    it('refuses other names for this machine', async () => {
      const port = new URL(url()).port

      for (const name of ['evil.example', `evil.example:${port}`, 'localhost', 'localhost:1']) {
        const { status } = await send('/api/traces', { headers: { host: name } })
        assert.equal(status, 403, name)
      }
      const { status } = await send('/api/traces', { headers: { host: `127.0.0.1:${port}` } })
      assert.equal(status, 200)
    })

    it('refuses what other origins ask, and what changes something without saying who asks', async () => {
      const others = ['https://evil.example', 'http://localhost:3333', 'null', `https://${host()}`]

      for (const origin of others) {
        const read = await send('/api/traces', { headers: { origin } })
        const change = await send('/api/schedules/nightly/run', {
          method: 'POST',
          headers: { origin },
        })
        assert.deepEqual([read.status, change.status], [403, 403], origin)
      }
      const silent = await send('/api/traces', { method: 'DELETE' })
      const stream = await send('/api/stream')
      const sameSite = await send('/api/traces', { headers: { 'sec-fetch-site': 'same-site' } })
      assert.deepEqual([silent.status, stream.status, sameSite.status], [403, 403, 403])
      assert.deepEqual(ran, [])
    })

    it('answers no preflight, and takes JSON only', async () => {
      const preflight = await ask('/api/traces', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' },
      })
      const form = await ask('/api/tables/pets', {
        method: 'PUT',
        body: {},
        headers: { 'content-type': 'text/plain' },
      })

      assert.deepEqual([preflight.status, form.status], [403, 415])
    })
  })

  it('streams what there is', async () => {
    trace.record({ kind: 'http', name: 'GET /' })

    const own = await ask('/api/stream')
    const sameOrigin = await send('/api/stream', { headers: { 'sec-fetch-site': 'same-origin' } })

    assert.equal(own.headers['content-type'], 'text/event-stream')
    assert.match(own.text, /event: all\ndata: \[\{.*"name":"GET \/"/)
    assert.equal(sameOrigin.status, 200)
  })

  it('shows one invocation, and replays it', async () => {
    let replays = 0
    const id = trace.record({
      kind: 'event',
      name: 'paid',
      event: { a: 1 },
      replay: async () => void replays++,
    })

    const shown = await ask(`/api/traces/${id}`)
    const replayed = await ask(`/api/traces/${id}/replay`, { method: 'POST' })
    const gone = await ask('/api/traces/nobody')

    assert.equal(shown.json<{ event: string }>().event, '{\n  "a": 1\n}')
    assert.equal(replayed.status, 204)
    assert.equal(replays, 1)
    assert.equal(gone.status, 404)
  })

  it('tells programs where time went, by function and by what was asked', async () => {
    const usage = { memory: 48, elapsed: 9, cpu: 2, calls: { 'localhost:3335': 4 } }
    const report = { id: 'a', name: '@http get /', duration: 10, memory: 512, maxMemory: 48 }
    times.add({ ...report, waited: 1, usage }, {})

    const { cpu, functions } = (await ask('/api/times')).json<{
      cpu: number
      functions: Record<string, object>
    }>()

    assert.ok(cpu > 0)
    const { count, duration, calls } = functions['@http get /'] as Times
    assert.deepEqual({ count, duration, calls }, { count: 1, duration: 10, calls: { database: 4 } })
  })

  it('runs a schedule', async () => {
    const known = await ask('/api/schedules/nightly/run', { method: 'POST' })
    const unknown = await ask('/api/schedules/daily/run', { method: 'POST' })

    assert.deepEqual([known.status, unknown.status, ran], [204, 404, ['nightly']])
  })

  it('tells what there is: services with their links, schedules with what they missed', async () => {
    const { services, schedules } = (await ask('/api/overview')).json<{
      services: { links: object[]; hasTwin: boolean }[]
      schedules: object[]
    }>()

    assert.deepEqual(services[0]!.links, [{ label: 'Outbox', href: 'http://localhost:3338/' }])
    assert.equal(services[0]!.hasTwin, false)
    assert.deepEqual(schedules, [
      {
        name: 'nightly',
        next: 0,
        expression: 'cron(0 3 * * ? *)',
        missed: { count: 3, last: 1000 },
      },
    ])
  })

  it('finds rows by key, and by an index', async () => {
    for (const [name, kind] of [
      ['Ada', 'cat'],
      ['Adele', 'dog'],
      ['Bo', 'cat'],
    ]) {
      const saved = await ask('/api/tables/pets', {
        method: 'PUT',
        body: { item: { owner: 'ann', name, kind } },
      })
      assert.equal(saved.status, 204, saved.text)
    }
    const find = async (query: string) => {
      const page = await ask(`/api/tables/pets?${query}`)
      return page
        .json<{ items: { name: string }[] }>()
        .items.map((it) => it.name)
        .sort()
    }

    assert.deepEqual(await find(''), ['Ada', 'Adele', 'Bo'])
    assert.deepEqual(await find('partition=ann&sort=Ad'), ['Ada', 'Adele'])
    assert.deepEqual(await find('index=byKind&partition=cat'), ['Ada', 'Bo'])
    assert.deepEqual(await find('partition=nobody'), [])
    assert.equal((await ask('/api/tables/pets?index=nope&partition=x')).status, 422)
    assert.equal((await ask('/api/tables/other')).status, 422)
  })

  it('changes a row and loses nothing of it', async () => {
    const TableName = 'plugboard-staging-pets'
    const Item = {
      owner: { S: 'eve' },
      name: { S: 'Cy' },
      tags: { SS: ['a', 'b'] },
      sizes: { NS: ['1', '2'] },
      photo: { B: 'AAEC' },
      long: { N: '12345678901234567890' },
      deep: { M: { list: { L: [{ NULL: true }, { BOOL: false }, { N: '1.5' }] } } },
      odd: { M: { $set: { L: [{ S: 'x' }] } } },
    }
    await requestDatabase(database.endpoint, 'PutItem', { TableName, Item })
    const key = { owner: 'eve', name: 'Cy' }

    const read = await ask('/api/tables/pets/row', { method: 'POST', body: key })
    const before = read.json<object>()
    const item = { ...before, age: 3 }
    const saved = await ask('/api/tables/pets', { method: 'PUT', body: { item, before } })

    assert.equal(saved.status, 204, saved.text)
    const stored = (await requestDatabase(database.endpoint, 'GetItem', {
      TableName,
      Key: { owner: Item.owner, name: Item.name },
    })) as { Item: object }
    assert.deepEqual(stored.Item, { ...Item, age: { N: '3' } })
  })

  it('does not write over what it has not seen', async () => {
    const row = { owner: 'joe', name: 'Di', age: 1 }
    const put = (body: object) => ask('/api/tables/pets', { method: 'PUT', body })
    await put({ item: row })

    const twice = await put({ item: row })
    const stale = await put({ item: { ...row, age: 9 }, before: { ...row, age: 2 } })
    const moved = await put({ item: { ...row, name: 'Ed' }, before: row })
    const keyless = await put({ item: { owner: 'joe' } })
    const list = await put({ item: [] })

    assert.match(twice.problem(), /is a row with this key already/)
    assert.match(stale.problem(), /has changed meanwhile/)
    assert.match(moved.problem(), /key of a row cannot be changed/)
    assert.match(keyless.problem(), /needs name/)
    assert.deepEqual(
      [twice, stale, moved, keyless, list].map(({ status }) => status),
      [422, 422, 422, 422, 422],
    )
  })

  it('deletes a row', async () => {
    const row = { owner: 'kim', name: 'Fo' }
    await ask('/api/tables/pets', { method: 'PUT', body: { item: row } })

    const deleted = await ask('/api/tables/pets', { method: 'DELETE', body: row })

    assert.equal(deleted.status, 204)
    const { status } = await ask('/api/tables/pets/row', { method: 'POST', body: row })
    assert.equal(status, 404)
  })
})
