import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'vitest'
import { createAsk } from './ask.ts'

const ask = createAsk()
const sameSite = { 'sec-fetch-site': 'same-origin' }
const own = 'application/graphql-response+json'

describe('post /graphql', () => {
  it('answers a query', async () => {
    const query = 'query($id: ID!) { book(id: $id) { title } }'
    const { status, headers, body } = await ask({ query, variables: { id: '7' } })

    assert.equal(status, 200)
    assert.equal(headers['content-type'], `${own}; charset=utf-8`)
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['etag'], undefined)
    assert.deepEqual(body, { data: { book: { title: 'Book 7' } } })
  })

  it.each([
    ['a document that is not GraphQL', { query: '{ up' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an empty document', { query: '  ' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field that is not there', { query: '{ nope }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a variable that is missing',
      { query: 'query($id: ID!) { book(id: $id) { id } }' },
      400,
      'GRAPHQL_INVALID_VARIABLES',
    ],
    [
      'null for what has a default',
      { query: 'query($n: Int = 5) { strict(first: $n) }', variables: { n: null } },
      200,
      'GRAPHQL_INVALID_VARIABLES',
    ],
    [
      'an operation that is not there',
      { body: { query: 'query A { up }', operationName: 'B' } },
      400,
      'GRAPHQL_OPERATION_NOT_FOUND',
    ],
    [
      'operations of which none is named',
      { query: 'query A { up } query B { up }' },
      400,
      'GRAPHQL_OPERATION_NOT_FOUND',
    ],
    ['a subscription', { query: 'subscription { up }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['many operations in one body', { body: [{ query: '{ up }' }] }, 400, 'GRAPHQL_BATCHING_OFF'],
    ['a body that is no JSON', { body: '{' }, 400, 'INVALID_JSON'],
    ['an empty body', { body: '' }, 400, 'INVALID_JSON'],
    ['a body that is no object', { body: '"{ up }"' }, 400, 'BAD_REQUEST'],
    ['a body without a document', { body: {} }, 400, 'BAD_REQUEST'],
    ['variables that are no object', { query: '{ up }', variables: [] }, 400, 'BAD_REQUEST'],
  ])('refuses %s', async (_name, question, status, code) => {
    const answer = await ask(question)

    assert.equal(answer.status, status)
    assert.equal(answer.body.errors?.[0]?.extensions['code'], code)
  })

  it('tells all parameters at fault at once', async () => {
    const { body } = await ask({ body: { query: 1, operationName: 2, variables: 'x' } })

    const fields = body.errors?.[0]?.extensions['errors'] as { path: string }[] | undefined
    assert.deepEqual(
      fields?.map(({ path }) => path),
      ['query', 'operationName', 'variables'],
    )
  })

  it('takes null for what is left out, and overlooks what it does not know', async () => {
    const query = '{ up }'
    const { status } = await ask({ body: { query, variables: null, operationName: null, id: 7 } })

    assert.equal(status, 200)
  })
})

describe('accept', () => {
  it.each([
    [undefined, own],
    ['*/*', own],
    ['application/json', 'application/json'],
    [`application/json, ${own}`, own],
    [`application/json, ${own};q=0.5`, 'application/json'],
    ['application/*;q=0.3, text/html', own],
    [`${own};q=0, */*`, 'application/json'],
  ])('%s gives %s', async (accept, type) => {
    const { headers } = await ask({ query: '{ up }', headers: accept ? { accept } : {} })

    assert.equal(headers['content-type'], `${type}; charset=utf-8`)
  })

  it.each(['text/html', 'text/event-stream', 'multipart/mixed', ',', 'application/json;q=0'])(
    '%s is refused before anything is done',
    async (accept) => {
      const { status, body } = await ask({ query: 'mutation { fail }', headers: { accept } })

      assert.equal(status, 406)
      assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_NOT_ACCEPTABLE')
    },
  )

  it('application/json gives 200 to a document that was refused, and 400 to what is none', async () => {
    const headers = { accept: 'application/json' }

    assert.equal((await ask({ query: '{ nope }', headers })).status, 200)
    assert.equal((await ask({ query: '{ up', headers })).status, 200)
    assert.equal((await ask({ body: '{', headers })).status, 400)
    assert.equal((await ask({ body: {}, headers })).status, 400)
  })
})

describe('get /graphql', () => {
  it('answers queries', async () => {
    const search = {
      query: 'query A($id: ID!) { book(id: $id) { id } }',
      variables: '{"id":"7"}',
      operationName: 'A',
    }
    const { status, body } = await ask({ method: 'GET', search, headers: sameSite })

    assert.equal(status, 200)
    assert.deepEqual(body.data, { book: { id: '7' } })
  })

  it('never runs a mutation', async () => {
    const search = { query: 'mutation { addBook(title: "x") { id } }' }
    const { status, headers, body } = await ask({ method: 'GET', search, headers: sameSite })

    assert.equal(status, 405)
    assert.equal(headers['allow'], 'POST')
    assert.equal(body.data, undefined)
  })

  it('refuses variables that are no JSON', async () => {
    const search = { query: '{ up }', variables: '{' }
    const { status, body } = await ask({ method: 'GET', search, headers: sameSite })

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.message, 'variables is not valid JSON')
  })
})

describe('a person with a browser', () => {
  const headers = { ...sameSite, accept: 'text/html,*/*;q=0.8' }

  afterEach(() => {
    delete process.env['GRAPHIQL_URL']
  })

  it('is led to the explorer where there is one', async () => {
    process.env['GRAPHIQL_URL'] = 'http://localhost:3338'
    const page = await ask({ method: 'GET', headers })
    const query = await ask({ method: 'GET', headers, search: { query: '{ up }' } })

    assert.equal(page.status, 303)
    assert.equal(page.headers['location'], 'http://localhost:3338')
    assert.deepEqual(query.body.data, { up: true })
  })

  it('finds none where the API is deployed', async () => {
    const { status, body } = await ask({ method: 'GET', headers })

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.extensions['code'], 'BAD_REQUEST')
  })
})
