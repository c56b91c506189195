import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { GraphqlModule } from '#framework/graphql.ts'
import { createAsk } from './ask.ts'

// Whoever is plugged in, these requests come from a stranger.
const calls: string[] = []
const shop: GraphqlModule = {
  typeDefs: /* GraphQL */ `
    extend type Query {
      open: Box!
      closed: Int @auth
      reserved: Int @auth(permission: "boxes:open")
      nothing: Int @auth(permission: null)
      vault: Vault
      cellar: Cellar
    }

    extend type Mutation {
      take: Int! @auth(permission: "boxes:open")
    }

    type Box {
      label: String
      secret: String @auth
    }

    type Vault @auth {
      gold: Int
      silver: Int
    }

    type Cellar {
      wine: Int
    }

    extend type Cellar @auth {
      cheese: Int
    }
  `,
  resolvers: {
    Query: {
      open: () => ({ label: 'shoes', secret: 'gold' }),
      closed: () => note('closed'),
      reserved: () => note('reserved'),
      nothing: () => note('nothing'),
      vault: () => ({ gold: 1, silver: 2 }),
      cellar: () => ({ wine: 1, cheese: 2 }),
    },
    Mutation: { take: () => note('take') },
  },
}

function note(name: string): number {
  calls.push(name)
  return 1
}

describe('@auth', () => {
  const ask = createAsk({ modules: [shop], introspection: true })
  const codes = (body: Awaited<ReturnType<typeof ask>>['body']) =>
    body.errors?.map(({ path, extensions }) => [path?.join('.'), extensions['code']])

  it('closes a field to strangers, with or without a permission, and runs nothing', async () => {
    const { body } = await ask({ query: '{ closed reserved nothing }' })

    assert.deepEqual(body.data, { closed: null, reserved: null, nothing: null })
    assert.deepEqual(codes(body), [
      ['closed', 'SIGN_IN_REQUIRED'],
      ['reserved', 'SIGN_IN_REQUIRED'],
      ['nothing', 'SIGN_IN_REQUIRED'],
    ])
    assert.deepEqual(calls, [])
  })

  it('closes a mutation', async () => {
    const { body } = await ask({ query: 'mutation { take }' })

    assert.equal(body.data, null)
    assert.deepEqual(codes(body), [['take', 'SIGN_IN_REQUIRED']])
    assert.deepEqual(calls, [])
  })

  it('closes a field that has no resolver of its own, and leaves those beside it open', async () => {
    const { body } = await ask({ query: '{ open { label secret } }' })

    assert.deepEqual(body.data, { open: { label: 'shoes', secret: null } })
    assert.deepEqual(codes(body), [['open.secret', 'SIGN_IN_REQUIRED']])
  })

  it('closes each field of a type, wherever the type is marked', async () => {
    const { body } = await ask({ query: '{ vault { gold silver } cellar { wine cheese } }' })

    assert.deepEqual(body.data, {
      vault: { gold: null, silver: null },
      cellar: { wine: null, cheese: null },
    })
  })

  it('cannot be opened again by a transform', async () => {
    const opener: GraphqlModule = {
      transform: (schema) => {
        schema.getQueryType()!.getFields()['closed']!.resolve = () => 42
        return schema
      },
    }
    const askOpened = createAsk({ modules: [shop, opener] })

    const { body } = await askOpened({ query: '{ closed }' })

    assert.deepEqual(body.data, { closed: null })
  })
})
