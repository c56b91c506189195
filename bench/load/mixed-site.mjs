/**
 * What people ask of the site, in the proportions of an ordinary day.
 *
 * @module
 */
import { openConnection, toBytes } from './connection.mjs'

/** In place of a route: what no function answers. */
export const staticFiles = 'a file of public/'

/**
 * Finds out what there is to be asked for.
 *
 * @returns what makes the next request, with the route that answers it as app.arc names it; the same
 *   seed gives the same ones in the same order
 */
export async function createMix({ port, seed = 1 }) {
  const connection = openConnection(port)
  const read = async (path) => String((await connection.ask(toBytes({ path }))).body)
  const slugs = [...(await read('/sitemap.xml')).matchAll(/\/articles\/([\w-]+)</g)].map(
    (it) => it[1],
  )
  const files = [...(await read('/')).matchAll(/(?:href|src)="(\/_static\/[^"]+)"/g)].map(
    (it) => it[1],
  )
  connection.close()
  if (slugs.length === 0 || files.length === 0)
    throw new Error('The site has no articles, or no files.')

  const random = createDice(seed)
  const any = (list) => list[Math.floor(random() * list.length)]
  const kinds = [
    [30, () => ({ route: 'get /', path: '/' })],
    [28, () => ({ route: 'get /articles/:slug', path: `/articles/${any(slugs)}` })],
    [15, () => toGraphql(any(slugs))],
    [10, () => ({ route: staticFiles, path: any(files) })],
    [5, () => toView(port, any(slugs))],
    [4, () => ({ route: 'get /feed.xml', path: '/feed.xml' })],
    [3, () => ({ route: 'get /sitemap.xml', path: '/sitemap.xml' })],
    [2, () => ({ route: 'get /health', path: '/health' })],
    [2, () => ({ route: 'get /newsletter', path: '/newsletter' })],
    [1, () => ({ route: 'get /articles/:slug', path: '/articles/there-is-none', expected: 404 })],
  ]
  const whole = kinds.reduce((sum, [share]) => sum + share, 0)

  return () => {
    let left = random() * whole
    const [, make] = kinds.find(([share]) => (left -= share) < 0) ?? kinds[0]
    return make()
  }
}

function toGraphql(slug) {
  const queries = [
    '{ articles(first: 10) { edges { node { slug title summary author publishedAt } } } }',
    `{ article(slug: "${slug}") { title html readingMinutes } mostRead(first: 3) { title } }`,
  ]
  return {
    route: 'any /graphql',
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query: queries[slug.length % 2] }),
  }
}

// A reader's browser tells that an article is being read: a message in a queue.
function toView(port, slug) {
  const headers = { host: `localhost:${port}`, origin: `http://localhost:${port}` }
  const route = 'post /articles/:slug/views'
  return { route, path: `/articles/${slug}/views`, method: 'POST', headers, expected: 204 }
}

// Mulberry32: good enough to shuffle requests.
function createDice(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}
