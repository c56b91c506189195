import assert from 'node:assert/strict'
import { getIntrospectionQuery } from 'graphql'
import { describe, it } from 'vitest'
import { createAsk } from './ask.ts'

const ask = createAsk()

describe('a document', () => {
  it.each([
    ['levels', `{ book(id: 1) ${nest(12)} }`, 'GRAPHQL_TOO_DEEP'],
    ['levels in fragments', `${chain(12)} { book(id: 1) { ...f0 } }`, 'GRAPHQL_TOO_DEEP'],
    ['aliases', `{ ${repeat(31, (n) => `a${n}: up`)} }`, 'GRAPHQL_TOO_MANY_ALIASES'],
    [
      'directives',
      `{ up ${repeat(31, () => '@include(if: true)')} }`,
      'GRAPHQL_TOO_MANY_DIRECTIVES',
    ],
    ['root fields', `{ ${repeat(11, () => 'up')} }`, 'GRAPHQL_TOO_MANY_ROOT_FIELDS'],
    ['entries of a list', '{ books(first: 5001) { id } }', 'GRAPHQL_TOO_COSTLY'],
    [
      'entries of a connection',
      `{ shelf(first: 50) { edges { node { ${repeat(99, () => 'id')} } } } }`,
      'GRAPHQL_TOO_COSTLY',
    ],
    ['tokens', `{ ${repeat(1000, () => 'up')} }`, 'GRAPHQL_TOO_MANY_TOKENS'],
  ])('with too many %s is refused', async (_name, query, code) => {
    const { status, body } = await ask({ query })

    assert.equal(status, 400)
    assert.ok(
      body.errors?.some(({ extensions }) => extensions['code'] === code),
      JSON.stringify(body.errors),
    )
  })

  it('with a page size in a variable counts as one with the largest', async () => {
    assert.equal((await ask({ query: wide(99), variables: { n: 1 } })).status, 200)
    assert.equal((await ask({ query: wide(100), variables: { n: 1 } })).status, 400)
  })

  it('is told all that it asks too much', async () => {
    const { body } = await ask({ query: `{ ${repeat(40, (n) => `a${n}: up @skip(if: false)`)} }` })

    assert.deepEqual(
      body.errors?.map(({ message }) => message),
      [
        'Aliases: 40; at most 30',
        'Directives: 40; at most 30',
        'Fields of the operation: 40; at most 10',
      ],
    )
  })

  it('made of fragments that double each other is refused at once', async () => {
    const start = performance.now()
    const { status } = await ask({ query: `${bomb(60)} { book(id: 1) { ...f0 } }` })

    assert.equal(status, 400)
    assert.ok(performance.now() - start < 500)
  })

  it('with a fragment in itself is refused', async () => {
    const query = '{ book(id: 1) { ...f } } fragment f on Book { sequel { ...f } }'
    const { status, body } = await ask({ query })

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_VALIDATION_FAILED')
  })

  it('with a body above the limit is not even read', async () => {
    const { status, body } = await ask({ query: `{ up } # ${'x'.repeat(100_000)}` })

    assert.equal(status, 413)
    assert.equal((body as { code?: string }).code, 'BODY_TOO_LARGE')
  })

  it('may bring variables that are nested without end', async () => {
    const body = `{"query":"query($id: ID!) { book(id: $id) { id } }","variables":{"id":${'['.repeat(40_000)}${']'.repeat(40_000)}}}`
    const { status } = await ask({ body })

    assert.equal(status, 400)
  })
})

describe('the schema', () => {
  const curious = getIntrospectionQuery()

  it('is not told', async () => {
    for (const query of [curious, '{ __type(name: "Book") { name } }']) {
      const { status, body } = await ask({ query })

      assert.equal(status, 403)
      assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_INTROSPECTION_OFF')
    }
  })

  it('is not told by suggestions', async () => {
    const wrong = [
      { query: '{ bok(id: 1) { id } }' },
      { query: '{ book(idd: 1) { id } }' },
      { query: '{ book(id: 1) { titel } }' },
    ]
    for (const question of wrong) {
      const { body } = await ask(question)
      assert.doesNotMatch(JSON.stringify(body), /Did you mean/)
    }
  })

  it('is told where that is wanted', async () => {
    const { status, body } = await createAsk({ introspection: true })({ query: curious })

    assert.equal(status, 200)
    assert.ok(body.data?.['__schema'])
  })

  it('lets everybody ask for the name of a type', async () => {
    const { body } = await ask({ query: '{ __typename book(id: 1) { __typename } }' })

    assert.deepEqual(body.data, { __typename: 'Query', book: { __typename: 'Book' } })
  })
})

describe('an answer', () => {
  it('larger than a function can return is refused, not a failure of ours', async () => {
    const askForMuch = createAsk({
      modules: [
        {
          typeDefs: 'extend type Query { page: String! }',
          resolvers: { Query: { page: () => '"'.repeat(2_000_000) } },
        },
      ],
    })

    const { status, body } = await askForMuch({ query: '{ page }' })

    assert.equal(status, 400)
    assert.equal(body.errors?.[0]?.extensions['code'], 'GRAPHQL_TOO_COSTLY')
  })
})

function repeat(times: number, part: (index: number) => string): string {
  return Array.from({ length: times }, (_, index) => part(index)).join(' ')
}

function wide(fields: number): string {
  return `query($n: Int) { books(first: $n) { ${repeat(fields, () => 'id')} } }`
}

function nest(levels: number): string {
  return `${'{ sequel '.repeat(levels)}{ id }${' }'.repeat(levels)}`
}

function chain(levels: number): string {
  const links = repeat(levels, (n) => `fragment f${n} on Book { sequel { ...f${n + 1} } }`)
  return `${links} fragment f${levels} on Book { id }`
}

function bomb(levels: number): string {
  const links = repeat(levels, (n) => `fragment f${n} on Book { ...f${n + 1} ...f${n + 1} }`)
  return `${links} fragment f${levels} on Book { title: id }`
}
