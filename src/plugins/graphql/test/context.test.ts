import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { defineModule } from '#framework/graphql.ts'
import { createAsk } from './ask.ts'

const batches: (readonly string[])[] = []

const library = defineModule<{ reader: string }>({
  typeDefs: /* GraphQL */ `
    extend type Query {
      books(first: Int = 10): [Book!]!
      reader: String!
    }
    type Book {
      author: String!
    }
  `,
  context: (request) => ({ reader: request.headers.get('x-reader') ?? 'nobody' }),
  resolvers: {
    Query: {
      books: (_root, { first }: { first: number }) =>
        Array.from({ length: first }, (_, index) => ({ authorId: `a${index % 5}` })),
      reader: (_root, _args, { reader }) => reader,
    },
    Book: {
      author: ({ authorId }: { authorId: string }, _args, { load }) =>
        load('authors', findAuthors).load(authorId),
    },
  },
})

describe('context', () => {
  const ask = createAsk({ modules: [library] })

  it('loads what is asked for side by side in one go, each key once', async () => {
    batches.length = 0
    const { body } = await ask({ query: '{ books(first: 50) { author } }' })

    const list = body.data?.['books'] as unknown[] | undefined
    assert.equal(list?.length, 50)
    assert.deepEqual(batches, [['a0', 'a1', 'a2', 'a3', 'a4']])
  })

  it('keeps nothing for the next request', async () => {
    batches.length = 0
    await ask({ query: '{ books(first: 1) { author } }' })
    await ask({ query: '{ books(first: 1) { author } }' })

    assert.equal(batches.length, 2)
  })

  it('has what a module adds, and the request', async () => {
    const { body } = await ask({ query: '{ reader }', headers: { 'x-reader': 'Ada' } })

    assert.deepEqual(body.data, { reader: 'Ada' })
  })
})

async function findAuthors(ids: readonly string[]): Promise<string[]> {
  batches.push(ids)
  return ids.map((id) => `Author ${id}`)
}
