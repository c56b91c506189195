import assert from 'node:assert/strict'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, it } from 'vitest'
import { startConsole, type Console } from '../local/console/server.ts'
import type { ConsoleSources, DeadLetters } from '../local/console/sources.ts'
import { createRecorder } from '../local/trace/recorder.ts'
import type { Inventory } from '../manifest.ts'
import { getPorts } from '../plugin/ports.ts'
import { requestDatabase } from '../local/database/request.ts'
import { toInventory, useTables } from './use-tables.ts'

const tables = {
  pets: { key: ['owner', 'name'] as [string, string], indexes: { byKind: ['kind'] as [string] } },
}

describe('the console', () => {
  const database = useTables(tables)
  const trace = createRecorder()
  const ran: string[] = []
  let delivery: DeadLetters = {}
  let running: Console

  const toSources = (): ConsoleSources => ({
    ports: getPorts({}),
    inventory: {
      ...toInventory(tables),
      queues: [{ name: 'work' }],
      scheduled: [{ name: 'nightly', cron: { expression: '0 3 * * ? *' } }],
      events: null,
      plugins: null,
    } as unknown as Inventory,
    services: [
      { name: 'mail', dir: '', description: 'Mails', twin: { start: async () => stopped } },
    ],
    links: [{ label: 'Outbox', href: 'http://localhost:3338' }],
    database: { endpoint: database.endpoint, engine: 'dynoxide', missing: [] },
    schedules: {
      list: () => [{ name: 'nightly', next: new Date(0) }],
      run: async (name) => void ran.push(name),
    },
    delivery,
  })
  const stopped = { stop: () => {} }

  beforeAll(async () => {
    running = await startConsole({ port: 0, trace, sources: toSources })
  })
  afterAll(() => running.stop())
  beforeEach(() => trace.clear())

  interface Asked {
    method?: string
    body?: unknown
    headers?: Record<string, string>
  }

  /** As the page's own script asks. */
  function ask(path: string, { method = 'GET', body, headers = {} }: Asked = {}) {
    return send(path, {
      method,
      ...(body !== undefined && { body }),
      headers: {
        origin: running.url,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
    })
  }

  // fetch sets Host itself.
  function send(path: string, { method = 'GET', body, headers = {} }: Asked = {}) {
    return new Promise<{ status: number; headers: NodeJS.Dict<unknown>; text: string; json: any }>( // eslint-disable-line typescript/no-explicit-any
      (resolve, reject) => {
        const outgoing = request(`${running.url}${path}`, { method, headers }, (response) => {
          let text = ''
          response.on('data', (chunk: Buffer) => {
            text += chunk
            if (text.includes('event: all')) {
              resolve({ status: response.statusCode!, headers: response.headers, text, json: null })
              outgoing.destroy()
            }
          })
          response.on('end', () => {
            const isJson = /json/.test(String(response.headers['content-type']))
            const json = isJson ? JSON.parse(text) : null
            resolve({ status: response.statusCode!, headers: response.headers, text, json })
          })
        })
        outgoing.on('error', reject)
        const sent = body === undefined ? '' : JSON.stringify(body)
        outgoing.setHeader('content-length', Buffer.byteLength(sent))
        outgoing.end(sent)
      },
    )
  }

  describe('serves its own page only', () => {
    const host = () => new URL(running.url).host

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
      const port = new URL(running.url).port

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

    assert.equal(shown.json.event, '{\n  "a": 1\n}')
    assert.equal(replayed.status, 204)
    assert.equal(replays, 1)
    assert.equal(gone.status, 404)
  })

  it('runs a schedule', async () => {
    const known = await ask('/api/schedules/nightly/run', { method: 'POST' })
    const unknown = await ask('/api/schedules/daily/run', { method: 'POST' })

    assert.deepEqual([known.status, unknown.status, ran], [204, 404, ['nightly']])
  })

  it('links what stands in for a service', async () => {
    const { json } = await ask('/api/overview')

    assert.deepEqual(json.services[0].links, [{ label: 'Outbox', href: 'http://localhost:3338/' }])
    assert.equal(json.schedules[0].expression, 'cron(0 3 * * ? *)')
    assert.equal(json.canRedrive, false)
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
      const { json } = await ask(`/api/tables/pets?${query}`)
      return json.items.map((it: { name: string }) => it.name).sort()
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

    const { json: before } = await ask('/api/tables/pets/row', { method: 'POST', body: key })
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

    assert.match(twice.json.problem, /is a row with this key already/)
    assert.match(stale.json.problem, /has changed meanwhile/)
    assert.match(moved.json.problem, /key of a row cannot be changed/)
    assert.match(keyless.json.problem, /needs name/)
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

  it('shows dead letters as far as delivery tells of them, and redrives them', async () => {
    const moved: (string | undefined)[][] = []
    const none = await ask('/api/dead')
    delivery = { countDead: async () => 2 }
    const counted = await ask('/api/dead')
    const refused = await ask('/api/dead/work/redrive', { method: 'POST' })
    const letter = { name: 'work', queue: 'work-dead', id: '1', body: '{}', reason: 'no' }
    delivery = { listDead: () => [letter], redrive: (...of) => moved.push(of) }
    const listed = await ask('/api/dead')
    await ask('/api/dead/work/redrive', { method: 'POST' })
    await ask('/api/dead/work/redrive', { method: 'POST', body: { id: '1' } })

    assert.deepEqual(none.json, [])
    assert.deepEqual(counted.json, [{ name: 'work', count: 2 }])
    assert.equal(refused.status, 501)
    assert.deepEqual(listed.json, [{ name: 'work', count: 1, messages: [letter] }])
    assert.deepEqual(moved, [
      ['work', undefined],
      ['work', '1'],
    ])
  })
})
