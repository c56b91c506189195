import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { GraphQLError } from 'graphql'
import { defineErrors, kernelErrors } from '#framework/errors.ts'
import { setLogOutput } from '#framework/log.ts'
import { createAsk } from './ask.ts'

const errors = defineErrors({ TEST_SHELF_FULL: [409, 'The shelf is full'] })
const secret = new Error('password of the database is hunter2')

const entries: { level: string; message: string; error?: { message: string } }[] = []
const usual = process.env['LOG_LEVEL']
let restore: () => void

beforeEach(() => {
  entries.length = 0
  process.env['LOG_LEVEL'] = 'info'
  restore = setLogOutput((line) => entries.push(JSON.parse(line)))
})
afterEach(() => {
  process.env['LOG_LEVEL'] = usual
  restore()
})

const ask = createAsk({
  modules: [
    {
      typeDefs: /* GraphQL */ `
        extend type Query {
          full: Int
          invalid: Int
          down: Int
          broken: Int!
          many: [Item!]!
          coded: Int
          wrong: Int
          promised: Int!
        }
        type Item {
          value: Int
        }
      `,
      resolvers: {
        Query: {
          full: () => {
            throw errors.TEST_SHELF_FULL('Take a book out first')
          },
          invalid: () => {
            throw kernelErrors.INVALID_INPUT({ errors: [{ path: 'title', message: 'too short' }] })
          },
          down: () => {
            throw kernelErrors.UNAVAILABLE({ cause: secret })
          },
          broken: () => {
            throw secret
          },
          many: () => [{}, {}, {}],
          coded: () => {
            throw new GraphQLError('Of a library', { extensions: { code: 'LIBRARY_SAYS_NO' } })
          },
          wrong: () => 'hunter2',
          promised: () => null,
        },
        Item: {
          value: async () => {
            throw secret
          },
        },
      },
    },
  ],
})

describe('an error of the catalogue', () => {
  it('keeps its code and its words', async () => {
    const { status, body } = await ask({ query: '{ full }' })

    assert.equal(status, 200)
    assert.deepEqual(body, {
      data: { full: null },
      errors: [
        {
          message: 'Take a book out first',
          locations: [{ line: 1, column: 3 }],
          path: ['full'],
          extensions: { code: 'TEST_SHELF_FULL', status: 409 },
        },
      ],
    })
    assert.ok(!entries.some(({ level }) => level === 'error'))
  })

  it('keeps the fields at fault', async () => {
    const { body } = await ask({ query: '{ invalid }' })

    assert.deepEqual(body.errors?.[0]?.extensions, {
      code: 'INVALID_INPUT',
      status: 422,
      errors: [{ path: 'title', message: 'too short' }],
    })
  })

  it('is logged too when the fault is ours', async () => {
    const { body } = await ask({ query: '{ down }' })

    assert.equal(body.errors?.[0]?.extensions['code'], 'UNAVAILABLE')
    assert.doesNotMatch(JSON.stringify(body), /hunter2/)
    assert.equal(entries.filter(({ level }) => level === 'error').length, 1)
  })
})

describe('an unexpected error', () => {
  it('is answered with one sentence, and the id to find it by', async () => {
    const { status, body } = await ask({ query: '{ broken }' })

    assert.equal(status, 200)
    assert.deepEqual(body, {
      data: null,
      errors: [
        {
          message: 'Something went wrong on our side. It has been recorded.',
          locations: [{ line: 1, column: 3 }],
          path: ['broken'],
          extensions: { code: 'INTERNAL', status: 500, requestId: 'test-request' },
        },
      ],
    })
  })

  it('is logged whole, and once however many fields it befell', async () => {
    const { body } = await ask({ query: '{ many { value } }' })

    const logged = entries.filter(({ level }) => level === 'error')
    assert.equal(body.errors?.length, 3)
    assert.equal(logged.length, 1)
    assert.match(logged[0]?.error?.message ?? '', /password of the database/)
  })

  it.each(['{ wrong }', '{ promised }'])(
    'is what a resolver does against the schema: %s',
    async (query) => {
      const { body } = await ask({ query })

      assert.equal(body.errors?.[0]?.extensions['code'], 'INTERNAL')
      assert.doesNotMatch(JSON.stringify(body), /hunter2/)
    },
  )

  it('is not what a library says in GraphQL with a code', async () => {
    const { body } = await ask({ query: '{ coded }' })

    assert.equal(body.errors?.[0]?.message, 'Of a library')
    assert.equal(body.errors?.[0]?.extensions['code'], 'LIBRARY_SAYS_NO')
  })

  it.each([
    ['throws', secret, 500, 'INTERNAL'],
    ['refuses', kernelErrors.FORBIDDEN(), 403, 'FORBIDDEN'],
    ['is aborted', AbortSignal.abort().reason, 500, 'INTERNAL'],
    [
      'lists fields',
      kernelErrors.INVALID_INPUT({ errors: [{ path: 'x', message: 'y' }] }),
      422,
      'INVALID_INPUT',
    ],
  ])('in the context that %s is one answer', async (_name, error, status, code) => {
    const failing = createAsk({
      modules: [{ context: () => Promise.reject(error) }],
    })
    const answer = await failing({ query: '{ up }' })

    assert.equal(answer.status, status)
    assert.equal(answer.body.errors?.length, 1)
    assert.equal(answer.body.errors?.[0]?.extensions['code'], code)
    assert.doesNotMatch(JSON.stringify(answer.body), /hunter2/)
  })
})
