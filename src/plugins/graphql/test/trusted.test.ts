import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'vitest'
import { books, createAsk } from './ask.ts'

const query = 'query Up { up }'
const id = createHash('sha256').update(query).digest('hex')
const modules = [books, { documents: { [id]: query } }]
const unknown = '0'.repeat(64)

describe('a trusted document', () => {
  const ask = createAsk({ modules })

  it.each([
    ['documentId', { documentId: id }],
    ['documentId with its kind', { documentId: `sha256:${id}` }],
    ['persistedQuery', { extensions: { persistedQuery: { version: 1, sha256Hash: id } } }],
  ])('is known by %s', async (_name, body) => {
    const { status, body: answer } = await ask({ body })

    assert.equal(status, 200)
    assert.deepEqual(answer, { data: { up: true } })
  })

  it('is known to GET', async () => {
    const headers = { 'sec-fetch-site': 'same-origin' }
    const { body } = await ask({ method: 'GET', search: { documentId: id }, headers })

    assert.deepEqual(body, { data: { up: true } })
  })

  it('of the past is run by the text that comes with it', async () => {
    const { body } = await ask({ body: { documentId: unknown, query: '{ __typename }' } })

    assert.deepEqual(body, { data: { __typename: 'Query' } })
  })

  it('of the past is unknown without its text', async () => {
    const { status, body } = await ask({ body: { documentId: unknown } })

    assert.equal(status, 404)
    assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_UNKNOWN_DOCUMENT')
  })

  it.each(['__proto__', 'constructor', ''])('is never called %s', async (documentId) => {
    assert.ok([400, 404].includes((await ask({ body: { documentId } })).status))
  })
})

describe('where only trusted documents are taken', () => {
  const ask = createAsk({ modules, trustedOnly: true })

  it('a known one runs, whatever text comes with it', async () => {
    const { body } = await ask({ body: { documentId: id, query: '{ book(id: 1) { id } }' } })

    assert.deepEqual(body, { data: { up: true } })
  })

  it.each([{ query }, { query, documentId: unknown }])('another is refused: %o', async (body) => {
    const { status, body: answer } = await ask({ body })

    assert.equal(status, 403)
    assert.equal(answer.errors?.[0]?.extensions['code'], 'GRAPHQL_UNTRUSTED_DOCUMENT')
  })
})
