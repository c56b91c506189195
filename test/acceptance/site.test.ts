import test from 'tape'
import { baseUrl, visit } from './client.ts'

/** The path of the first article on the front page; undefined while nothing is published. */
async function findArticlePath(): Promise<string | undefined> {
  const page = await (await visit('/')).text()
  return /href="(\/articles\/[a-z0-9-]+)"/.exec(page)?.[1]
}

test('GET / is a page that caches may share', async (t) => {
  const response = await visit('/')

  t.equal(response.status, 200)
  t.match(response.headers.get('content-type') ?? '', /^text\/html; ?charset=utf-8$/i)
  t.match(response.headers.get('cache-control') ?? '', /public.*stale-while-revalidate/)
  t.match(await response.text(), /<html lang="en"/)
})

test('GET / answers 304 to who has it already', async (t) => {
  const etag = (await visit('/')).headers.get('etag')!

  const again = await visit('/', { headers: { 'if-none-match': etag } })

  t.equal(again.status, 304)
  t.equal(await again.text(), '')
})

test('every answer has security headers, and no page allows inline code', async (t) => {
  for (const path of ['/', '/feed.xml', '/health', '/no-such-page']) {
    const { headers } = await visit(path, { headers: { accept: 'text/html' } })

    t.equal(headers.get('x-content-type-options'), 'nosniff', path)
    t.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, path)
    t.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe/, path)
    t.ok(headers.get('x-request-id'), path)
  }
})

test('an article has its canonical address and what link previews need', async (t) => {
  const path = await findArticlePath()
  if (!path) return t.skip('nothing is published here')
  const response = await visit(path)
  const page = await response.text()

  t.equal(response.status, 200)
  t.match(page, new RegExp(`<link rel="canonical" href="[^"]*${path}"`))
  t.match(page, /<meta property="og:title"/)
  t.match(page, /<meta property="og:type" content="article"/)
  t.doesNotMatch(page, /\sstyle="|<style|<script(?![^>]*\ssrc=)/, 'nothing inline')
})

test('the feed and the sitemap know every article of the front page', async (t) => {
  const path = await findArticlePath()
  if (!path) return t.skip('nothing is published here')
  const [feed, sitemap] = await Promise.all([visit('/feed.xml'), visit('/sitemap.xml')])

  t.match(feed.headers.get('content-type') ?? '', /application\/rss\+xml/)
  t.ok((await feed.text()).includes(path))
  t.match(sitemap.headers.get('content-type') ?? '', /xml/)
  t.ok((await sitemap.text()).includes(path))
})

test('GET /robots.txt names the sitemap', async (t) => {
  t.match(await (await visit('/robots.txt')).text(), /^Sitemap: .+\/sitemap\.xml$/m)
})

test('static files come from /_static under the hash of their content', async (t) => {
  const page = await (await visit('/')).text()
  const addresses = [...page.matchAll(/(?:href|src)="(\/_static\/[^"]+)"/g)].map(
    (match) => match[1]!,
  )

  t.ok(addresses.length >= 2, addresses.join(' '))
  for (const address of addresses) {
    t.match(address, /-[A-Z0-9]{8}\.\w+$/)
    t.equal((await visit(address)).status, 200, address)
  }
})

test('GET /health tells version and services', async (t) => {
  const response = await visit('/health')
  const health = (await response.json()) as { status: string; version: string; services: string[] }

  t.equal(response.status, 200)
  t.equal(health.status, 'ok')
  t.match(health.version, /^\d+\.\d+\.\d+/)
  t.ok(Array.isArray(health.services))
})

test('GET /health?deep asks every table', async (t) => {
  const health = (await (await visit('/health?deep')).json()) as { tables: Record<string, string> }

  t.equal(health.tables['articles'], 'ok')
})

test('an unknown address is a problem with a code, and a page for people', async (t) => {
  const forPrograms = await visit('/no-such-page', { headers: { accept: 'application/json' } })
  const forPeople = await visit('/no-such-page', { headers: { accept: 'text/html' } })

  t.equal(forPrograms.status, 404)
  t.equal(forPrograms.headers.get('content-type'), 'application/problem+json')
  t.equal(((await forPrograms.json()) as { code: string }).code, 'NOT_FOUND')
  t.equal(forPeople.status, 404)
  t.match(await forPeople.text(), /NOT_FOUND/)
})

test('an unknown article is not found', async (t) => {
  const response = await visit('/articles/no-such-article')

  t.equal(response.status, 404)
  t.equal(((await response.json()) as { code: string }).code, 'ARTICLE_NOT_FOUND')
})

test('a view is counted from this site only', async (t) => {
  const path = (await findArticlePath()) ?? '/articles/none'
  const own = await visit(`${path}/views`, { method: 'POST', headers: { origin: baseUrl } })
  const foreign = await visit(`${path}/views`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
  })

  t.equal(own.status, 204)
  t.equal(foreign.status, 403)
  t.equal(((await foreign.json()) as { code: string }).code, 'FORBIDDEN_ORIGIN')
})
