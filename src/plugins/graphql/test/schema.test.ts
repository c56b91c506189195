import assert from 'node:assert/strict'
import { printSchema } from 'graphql'
import { describe, it } from 'vitest'
import type { GraphqlModule } from '#framework/graphql.ts'
import { composeSchema } from '../schema.ts'
import { createAsk } from './ask.ts'

const count: GraphqlModule = {
  typeDefs: 'extend type Query { count: Int! }',
  resolvers: { Query: { count: () => 1 } },
}
const add: GraphqlModule = {
  typeDefs: 'extend type Mutation { add: Int! }',
  resolvers: { Mutation: { add: () => 2 } },
}

describe('composeSchema', () => {
  it('makes a schema of nothing', () => {
    assert.equal(composeSchema([]).getMutationType(), undefined)
  })

  it('makes one schema of many modules', () => {
    const sdl = printSchema(composeSchema([count, add]))

    assert.match(sdl, /type Query \{[^}]*up: Boolean!\s+count: Int!\s+\}/)
    assert.match(sdl, /type Mutation \{\s+add: Int!\s+\}/)
  })

  it('tells all that does not fit, at once', () => {
    const wrong: GraphqlModule = {
      typeDefs: 'extend type Query { lost: Int } type Subscription { news: Int }',
      resolvers: { Query: { nope: () => 1 }, Nope: {} },
    }

    assert.throws(() => composeSchema([wrong]), {
      message: [
        '[graphql] Query.nope has a resolver, but no field in the schema.',
        '[graphql] There are resolvers for Nope, but no such type in the schema.',
        '[graphql] Query.lost is a field of the schema, but has no resolver.',
        '[graphql] A Lambda behind API Gateway cannot serve type Subscription. Take it out.',
      ].join('\n'),
    })
  })

  it('refuses SDL that is not valid', () => {
    const twice = { typeDefs: 'type PageInfo { x: Int }', resolvers: {} }

    assert.throws(() => composeSchema([twice]), /PageInfo/)
  })

  it('lets a module have the last word', async () => {
    const seen: string[] = []
    composeSchema([
      {
        ...count,
        transform: (schema) => {
          seen.push(...Object.keys(schema.getQueryType()!.getFields()))
          return schema
        },
      },
    ])

    assert.deepEqual(seen, ['up', 'count'])
  })
})

describe('DateTime', () => {
  const ask = createAsk()

  it.each(['2026-11-21T09:30:00.000Z', '2026-11-21T09:30:00+01:00'])('takes %s', async (at) => {
    const literal = await ask({ query: `{ today(at: "${at}") }` })
    const variable = await ask({
      query: 'query($at: DateTime) { today(at: $at) }',
      variables: { at },
    })

    assert.deepEqual(literal.body.data, { today: at })
    assert.deepEqual(variable.body.data, { today: at })
  })

  it.each(['yesterday', '2026-11-21', '2026-13-41T09:30:00Z', 7])('refuses %s', async (at) => {
    const { status, body } = await ask({
      query: 'query($at: DateTime) { today(at: $at) }',
      variables: { at },
    })

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_INVALID_VARIABLES')
  })

  it('writes dates', async () => {
    const { body } = await ask({ query: '{ today }' })

    assert.deepEqual(body.data, { today: '1970-01-01T00:00:00.000Z' })
  })
})
