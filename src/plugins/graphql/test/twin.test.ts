import assert from 'node:assert/strict'
import { createServer, request, type Server } from 'node:http'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startExplorer } from '../twin/server.ts'

let site: Server
let people: Server
let twin: { stop: () => Promise<void> }
let origin: string

beforeAll(async () => {
  site = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ path: request.url, headers: request.headers, body }))
  })
  people = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    const names = { people: [{ id: 'writer', name: 'Wren Writer' }] }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'GET' ? names : { access_token: body }))
  })
  const sitePort = await listen(site)
  const tokens = `http://127.0.0.1:${await listen(people)}/tokens`
  const free = createServer()
  const port = await listen(free)
  await new Promise((resolve) => free.close(resolve))

  const findTokens = async () => (hasPeople ? tokens : undefined)
  twin = await startExplorer({ port, site: `http://127.0.0.1:${sitePort}`, findTokens })
  origin = `http://127.0.0.1:${port}`
})
afterAll(async () => {
  await twin.stop()
  site.close()
  people.close()
})
let hasPeople = true

describe('GraphiQL', () => {
  it('comes whole: the page names no other place', async () => {
    const page = await fetch(`${origin}/`)
    const markup = await page.text()

    const files = [...markup.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path!)
    assert.doesNotMatch(markup, /https?:\/\//)
    assert.ok(files.length >= 3)
    for (const file of files) assert.equal((await fetch(origin + file)).status, 200)
  })

  it('runs no script but its own files', async () => {
    const policy = (await fetch(`${origin}/`)).headers.get('content-security-policy')!

    assert.match(policy, /default-src 'none'; script-src 'self';/)
  })

  it('hands a query on to the site, as if it came from there', async () => {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-own': '1', cookie: 'a=b', origin },
      body: '{"query":"{ up }"}',
    })
    const { path, headers, body } = (await response.json()) as {
      path: string
      headers: Record<string, string>
      body: string
    }

    assert.equal(path, '/graphql')
    assert.equal(body, '{"query":"{ up }"}')
    assert.equal(headers['x-own'], '1')
    assert.equal(headers['cookie'], 'a=b')
    assert.equal(headers['origin'], undefined)
  })

  it('does not answer to a name that another site points here', async () => {
    const status = await new Promise((resolve) =>
      request(origin, { headers: { host: 'evil.example' } }, (it) => resolve(it.statusCode)).end(),
    )

    assert.equal(status, 403)
  })

  it('lends the people of whichever twin has tokens for them', async () => {
    const list = await fetch(`${origin}/people`)
    const body = JSON.stringify({ person: 'writer' })
    const token = await fetch(`${origin}/people`, { method: 'POST', body })

    assert.deepEqual(await list.json(), { people: [{ id: 'writer', name: 'Wren Writer' }] })
    assert.deepEqual(await token.json(), { access_token: body })
  })

  it('has nobody to be where no twin has', async () => {
    hasPeople = false
    const list = await fetch(`${origin}/people`)
    hasPeople = true

    assert.deepEqual(await list.json(), { people: [] })
  })

  it('knows nothing else', async () => {
    assert.equal((await fetch(`${origin}/etc/passwd`)).status, 404)
    assert.equal((await fetch(`${origin}/constructor`)).status, 404)
  })
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}
