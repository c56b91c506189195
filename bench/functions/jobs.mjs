/**
 * The jobs: what is asked, and which answer counts.
 *
 * @module
 */
import { articles, stored } from '../peers/functions/articles.mjs'
import { toPage } from '../peers/functions/lib/page.mjs'

/**
 * @typedef {object} Job
 * @property {string} title
 * @property {object} event of API Gateway
 * @property {(result: object) => boolean} isRight
 * @property {object[]} [refused] events that must not be answered so
 * @property {Record<string, string>} [env]
 * @property {number} [reads] of tables
 */

/** @returns {Record<string, Job>} */
export function makeJobs({ sign, signWebhook }) {
  const isSigned = { authorization: `Bearer ${sign()}` }
  const strangers = [
    {},
    { authorization: `Bearer ${sign({ aud: 'https://elsewhere.example' })}` },
    { authorization: `Bearer ${sign({ exp: 1 })}` },
    { authorization: `Bearer ${tampered(sign())}` },
  ]
  const list = '{ articles { slug title summary author views } }'
  const read = `query ($slug: String!) { article(slug: $slug) { slug title summary author views } }`
  const ask = (headers) => post('/graphql', { query: read, variables }, headers)
  const webhook = JSON.stringify({
    id: 'evt_bench',
    object: 'event',
    type: 'issuing_card.created',
    data: { object: { id: 'ic_bench', object: 'issuing.card' } },
  })
  // Signed when it is asked for: a signature is good for five minutes, and a run takes longer.
  const tell = (body) => post('/stripe/webhook', body, { 'stripe-signature': signWebhook(webhook) })
  // A machine's token, which has no account: the table that is read is that of articles.
  const local = { ARC_ENV: 'testing' }

  return {
    hello: {
      title: 'JSON hello',
      event: get('/hello'),
      isRight: isJson({ hello: 'world' }),
    },
    jwt: {
      title: 'JWT-protected GET',
      event: get('/me', isSigned),
      isRight: isJson({ id: subject }),
      refused: strangers.map((headers) => get('/me', headers)),
      env: local,
    },
    graphql: {
      title: 'GraphQL, a list of 100 articles × 5 fields',
      event: post('/graphql', { query: list }),
      isRight: isJson({ data: { articles } }),
    },
    read: {
      title: 'GraphQL + JWT + one table read',
      event: ask(isSigned),
      isRight: isJson({ data: { article: articles[0] } }),
      refused: strangers.map(ask),
      env: local,
      reads: 1,
    },
    webhook: {
      title: 'Stripe webhook',
      get event() {
        return tell(webhook)
      },
      isRight: ({ statusCode }) => statusCode === 204,
      get refused() {
        return [tell(webhook.replace('evt_bench', 'evt_other'))]
      },
    },
    page: {
      title: 'A page of an article in a table',
      event: {
        ...get(`/articles/${stored.slug}`, { accept: 'text/html' }),
        routeKey: 'GET /articles/{slug}',
        pathParameters: { slug: stored.slug },
      },
      isRight: isPage,
      env: local,
      reads: 1,
    },
  }
}

export const subject = 'bench@clients'

const variables = { slug: stored.slug }

function get(path, headers) {
  return toEvent('GET', path, headers)
}

function post(path, body, headers) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const accept = { accept: 'application/json', 'content-type': 'application/json', ...headers }
  const length = { 'content-length': String(Buffer.byteLength(text)) }
  return { ...toEvent('POST', path, { ...accept, ...length }), body: text }
}

function toEvent(method, path, headers) {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      accept: '*/*',
      host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      'user-agent': 'bench/1.0',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: '000000000000',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'bench/1.0',
      },
      requestId: 'bench-request',
      routeKey: `${method} ${path}`,
      stage: '$default',
      time: '21/Nov/2026:12:00:00 +0000',
      timeEpoch: 1795262400000,
    },
    isBase64Encoded: false,
  }
}

function isJson(expected) {
  const wanted = JSON.stringify(sorted(expected))
  return (result) =>
    result.statusCode === 200 &&
    /json/.test(typeOf(result)) &&
    JSON.stringify(sorted(JSON.parse(bodyOf(result)))) === wanted
}

function isPage(result) {
  return (
    result.statusCode === 200 && typeOf(result).startsWith('text/html') && isSame(bodyOf(result))
  )
}

// Some write an entity as a name, others as a number; white space says nothing.
const plain = (markup) => markup.replaceAll('&#39;', "'").replace(/\s+/g, '')
const page = plain(toPage(stored))
const isSame = (markup) => plain(markup) === page

function typeOf({ headers }) {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1]
}

function bodyOf({ body, isBase64Encoded }) {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, it]) => [name, sorted(it)]),
  )
}

function tampered(token) {
  const [header, , signature] = token.split('.')
  const payload = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
  const other = Buffer.from(JSON.stringify({ ...payload, sub: 'other@clients' }))
  return `${header}.${other.toString('base64url')}.${signature}`
}
