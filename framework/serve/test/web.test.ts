import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, it } from 'vitest'
import { useLog } from '../../test/use-log.ts'
import { useWeb } from './use-web.ts'

const echo = 'async (event) => ({ statusCode: 200, body: JSON.stringify(event) })'

type Event = Record<string, unknown> & {
  headers: Record<string, string>
  requestContext: { domainName: string; requestId: string; http: Record<string, string> }
}

/** Asks with exactly these bytes; answers the status line. */
async function askRaw(url: string, request: string): Promise<string> {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.end(request)
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk))
  await once(socket, 'close')
  return answer.split('\r\n')[0]!
}

describe('a request to the server', () => {
  const app = useWeb({
    'any /echo/:name': echo,
    'get /data': 'async () => ({ some: "data" })',
    'get /cookies':
      'async () => ({ statusCode: 200, cookies: ["a=1", "b=2"], headers: { "x-own": "yes" }, body: "AQID", isBase64Encoded: true })',
    'get /nothing': 'async () => ({ statusCode: 304, headers: { etag: "x" }, body: "" })',
    'get /page': 'async () => ({ statusCode: 200, body: "a page" })',
  })

  it('reaches its function as an event of API Gateway', async () => {
    const headers = { cookie: 'a=1;b=2', 'content-type': 'application/json', 'X-Own': 'yes' }
    const response = await app.ask('/echo/J%C3%BCrg?b=1&b=2&c=%20', {
      method: 'POST',
      headers,
      body: '{"a":1}',
    })

    const event = (await response.json()) as Event
    assert.equal(event['version'], '2.0')
    assert.equal(event['routeKey'], 'ANY /echo/{name}')
    assert.equal(event['rawPath'], '/echo/J%C3%BCrg')
    assert.equal(event['rawQueryString'], 'b=1&b=2&c=%20')
    assert.deepEqual(event['queryStringParameters'], { b: '1,2', c: ' ' })
    assert.deepEqual(event['pathParameters'], { name: 'Jürg' })
    assert.deepEqual(event['cookies'], ['a=1', 'b=2'])
    assert.equal(event['body'], '{"a":1}')
    assert.equal(event['isBase64Encoded'], false)
    assert.equal(event.headers['x-own'], 'yes')
    assert.equal(event.headers['cookie'], undefined)
    const { domainName, http } = event.requestContext
    assert.equal(domainName, 'www.example.com')
    assert.equal(http['method'], 'POST')
    assert.equal(http['sourceIp'], '127.0.0.1')
    assert.equal(http['protocol'], 'HTTP/1.1')
  })

  it('has an id of its own, whatever the client says', async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const response = await app.ask('/echo/x', { headers: { 'x-request-id': 'mine' } })
        return ((await response.json()) as Event).requestContext.requestId
      }),
    )

    assert.notEqual(ids[0], ids[1])
    assert.ok(!ids.includes('mine'))
  })

  it('brings bytes as base64, forms and broken text included', async () => {
    const bytes = Buffer.from([0xff, 0x00, 0x7b])
    for (const type of ['image/png', 'application/x-www-form-urlencoded', 'application/json']) {
      const headers = { 'content-type': type }
      const response = await app.ask('/echo/x', { method: 'PUT', headers, body: bytes })

      const event = (await response.json()) as Event
      assert.equal(event['isBase64Encoded'], true, type)
      assert.equal(event['body'], bytes.toString('base64'), type)
    }
  })

  it('is answered with cookies, headers and bytes as the function says', async () => {
    const response = await app.ask('/cookies')

    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2'])
    assert.equal(response.headers.get('x-own'), 'yes')
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), Buffer.from([1, 2, 3]))
  })

  it('is answered as JSON where the function answers data alone', async () => {
    const response = await app.ask('/data')

    assert.equal(response.headers.get('content-type'), 'application/json')
    assert.deepEqual(await response.json(), { some: 'data' })
  })

  it('leaves the connection open for the next one, whoever answers', async () => {
    for (const path of ['/page', '/data', '/unknown', '/_plugboard/live', '/_static/unknown']) {
      const response = await app.ask(path)
      assert.equal(response.headers.get('connection'), 'keep-alive', path)
    }
  })

  it('with HEAD is told what GET would bring', async () => {
    const response = await app.ask('/page', { method: 'HEAD' })

    assert.equal(response.headers.get('content-length'), '6')
    assert.equal(await response.text(), '')
  })

  it('that is not modified has no body and no length', async () => {
    const response = await app.ask('/nothing')

    assert.equal(response.status, 304)
    assert.equal(response.headers.get('content-length'), null)
  })

  it('is refused where nothing answers, as by API Gateway', async () => {
    assert.equal((await app.ask('/unknown')).status, 404)
    assert.equal((await app.ask('/data', { method: 'POST' })).status, 404)
    assert.equal((await app.ask('/echo/%E0%A4%A')).status, 400)
    const asterisk = 'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'
    assert.match(await askRaw(app.url, asterisk), / 400 /)
  })

  it('may name the whole address, as to a proxy', async () => {
    const line =
      'GET http://elsewhere.example/data?x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'

    assert.match(await askRaw(app.url, line), / 200 /)
  })

  it('with a body beyond what Lambda takes is refused before it is read', async () => {
    const body = Buffer.alloc(5 * 1024 * 1024)

    const response = await app.ask('/echo/x', { method: 'POST', body })

    assert.equal(response.status, 413)
  })

  it('does not believe a client that claims to be somebody else', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }
    const event = (await (await app.ask('/echo/x', { headers })).json()) as Event

    assert.equal(event.requestContext.http['sourceIp'], '127.0.0.1')
    assert.equal(event.headers['x-forwarded-proto'], 'http')
  })
})

describe('behind a proxy of ours', () => {
  const app = useWeb({ 'get /echo': echo }, { proxies: 1 })

  it('a request comes from whom the proxy has seen', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.1, 203.0.113.9', 'x-forwarded-proto': 'https' }
    const event = (await (await app.ask('/echo', { headers })).json()) as Event

    assert.equal(event.requestContext.http['sourceIp'], '203.0.113.9')
    assert.equal(event.headers['x-forwarded-proto'], 'https')
  })
})

describe('a function that fails', () => {
  const lines = useLog()
  const app = useWeb({
    'get /throws': 'async () => { throw new Error("no luck") }',
    'get /hangs': '() => new Promise(() => {})',
    'get /odd': 'async () => ({ statusCode: 999 })',
    'get /header': 'async () => ({ statusCode: 200, headers: { "x-bad": "a\\nb" }, body: "" })',
    'get /fine': 'async () => ({ statusCode: 200, body: "fine" })',
  })

  it('is answered as API Gateway does, and logged with the id of its request', async () => {
    for (const path of ['/throws', '/odd', '/header']) {
      const response = await app.ask(path)

      assert.equal(response.status, 500, path)
      assert.deepEqual(await response.json(), { message: 'Internal Server Error' })
    }
    const line = lines.find(({ message }) => message === 'get /throws failed')
    assert.match(JSON.stringify(line), /no luck/)
    assert.ok(line?.['requestId'])
  })

  it('to answer in time is given up, and others are not held up', async () => {
    const hanging = app.ask('/hangs')

    assert.equal(await (await app.ask('/fine')).text(), 'fine')
    assert.equal((await hanging).status, 500)
    const line = lines.find(({ message }) => message === 'get /hangs failed')
    assert.match(JSON.stringify(line), /timed out after 1\.00 seconds/)
  })
})

describe('a server with all hands full', () => {
  const app = useWeb(
    { 'get /slow': '() => new Promise((done) => setTimeout(done, 300, { statusCode: 204 }))' },
    { requests: 2 },
  )

  it('turns further requests away, and says so to nobody else', async () => {
    const responses = await Promise.all([1, 2, 3, 4].map(() => app.ask('/slow')))

    const statuses = responses.map(({ status }) => status).toSorted((a, b) => a - b)
    assert.deepEqual(statuses, [204, 204, 503, 503])
    const refused = responses.find(({ status }) => status === 503)
    assert.equal(refused?.headers.get('retry-after'), '1')
    assert.equal((await app.ask('/_plugboard/ready')).status, 200)
  })
})

describe('a server that lingers', () => {
  const app = useWeb(
    { 'get /': 'async () => ({ statusCode: 200, body: "still here" })' },
    { linger: 0.3 },
  )

  it('takes requests for a while, and says that it is not ready', async () => {
    const stopping = app.web.stop()

    const response = await app.ask('/')
    assert.equal(await response.text(), 'still here')
    assert.equal(response.headers.get('connection'), 'close')
    assert.equal((await app.ask('/_plugboard/ready')).status, 503)
    assert.equal((await app.ask('/_plugboard/live')).status, 200)
    await stopping
    await assert.rejects(app.ask('/'))
  })
})

describe('a server that is to stop', () => {
  const app = useWeb({
    'get /slow':
      '() => new Promise((done) => setTimeout(done, 300, { statusCode: 200, body: "done" }))',
  })

  it('answers what is under way, and takes no more', async () => {
    assert.equal((await app.ask('/_plugboard/ready')).status, 200)
    const slow = app.ask('/slow')
    while (app.web.count() === 0) await new Promise((resolve) => setTimeout(resolve, 5))

    const stopping = app.web.stop()

    const response = await slow
    assert.equal(await response.text(), 'done')
    assert.equal(response.headers.get('connection'), 'close')
    await stopping
    await assert.rejects(app.ask('/slow'))
  })
})
