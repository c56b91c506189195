import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { execute, getOperationAST, parse, validate } from 'graphql'
import { defineErrors } from '#framework/errors.ts'
import { defineModule } from '#framework/graphql.ts'
import { createExecutor } from '../hot/executor.ts'
import { composeSchema } from '../schema.ts'
import { createAsk } from './ask.ts'

const { TEST_GONE } = defineErrors({ TEST_GONE: [404, 'It is gone'] })

/** Values of every kind that resolvers answer, and mistakes of every kind that they make. */
const zoo = defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      animals(first: Int = 3, kinds: [Kind!], near: Place): [Animal!]!
      animal(id: ID!): Animal
      animalNow(id: ID!): Animal
      broken(how: String!): Animal
      brokenList(how: String!): [Animal]
      strictList(how: String!): [Animal!]
      notNull(how: String!): Animal!
      members: [Member!]!
      told: String
      wait(ticks: Int!): Int
    }
    enum Kind {
      BIRD
      FISH
    }
    input Place {
      x: Int = 1
      y: Int! = 2
    }
    interface Member {
      id: ID!
    }
    type Animal implements Member {
      id: ID!
      name: String!
      kind: Kind
      legs: Int
      weight: Float
      born: DateTime
      tags: [String!]
      mate: Animal
      shout(loud: Boolean = true): String
      sure(how: String): Animal!
      where: String
      failLate(ticks: Int!): Int
    }
  `,
  resolvers: {
    Query: {
      animals: (_root, args: object) => [
        { id: 'a', name: JSON.stringify(args), kind: 'BIRD', tags: ['x', 'y'] },
        Promise.resolve({ id: 'b', name: 'Ben', born: new Date(0), mate: { id: 'c', name: 'Cy' } }),
        // Methods and promises are values as well.
        {
          id: () => 'd',
          name: Promise.resolve('Dan'),
          shout: ({ loud }: { loud: boolean }) => `${loud}`,
        },
      ],
      animal: async (_root, { id }: { id: string }) => ({ id, name: 'Ann', legs: 2, weight: 1.5 }),
      animalNow: (_root, { id }: { id: string }) => ({ id, name: 'Now', legs: 2 }),
      broken: (_root, { how }: { how: string }) => breakBy(how),
      brokenList: (_root, { how }: { how: string }) => [breakLater(how), { id: '1', name: 'One' }],
      strictList: (_root, { how }: { how: string }) => [{ id: '1', name: 'One' }, breakLater(how)],
      notNull: (_root, { how }: { how: string }) => breakLater(how),
      members: () => [{ __typename: 'Animal', id: 'm' }],
      wait: (_root, { ticks }: { ticks: number }) => wait(ticks),
      told: (_root, _args, _context, info) =>
        `${info.fieldName} ${info.path.key} ${info.parentType}`,
    },
    Animal: {
      failLate: async (_animal, { ticks }: { ticks: number }) => {
        await wait(ticks)
        throw new Error('Too late')
      },
      sure: (_animal, { how }: { how?: string }) =>
        how ? breakLater(how) : { id: 's', name: 'S' },
      where: (_a, _b, _c, info) =>
        `${JSON.stringify(info.path)} ${info.variableValues.coerced['id']}`,
    },
  },
})

async function wait(ticks: number): Promise<number> {
  for (let tick = 0; tick < ticks; tick++) await Promise.resolve()
  return ticks
}

async function breakLater(how: string): Promise<unknown> {
  await Promise.resolve()
  return breakBy(how)
}

function breakBy(how: string): unknown {
  const results: Record<string, () => unknown> = {
    null: () => null,
    throw: () => {
      throw new Error('Out of order')
    },
    text: () => {
      throw 'a text'
    },
    gone: () => {
      throw TEST_GONE()
    },
    error: () => new Error('An error as a value'),
    nameless: () => ({ id: 'n', name: null }),
    wrong: () => ({ id: 'n', name: 'N', legs: 'four', kind: 'CAT', born: 'yesterday' }),
    getter: () => ({
      id: 'n',
      get name() {
        throw new Error('No name')
      },
    }),
    later: () => ({ id: 'n', name: Promise.reject(new Error('No name yet')), tags: [null] }),
    noList: () => ({ id: 'n', name: 'N', tags: 'x' }),
    set: () => ({ id: 'n', name: 'N', tags: new Set(['a', 'b']) }),
    stream: () => ({ id: 'n', name: 'N', tags: stream() }),
    tags: () => ({ id: 'n', name: 'N', tags: ['a', Promise.reject(new Error('No tag')), {}] }),
    number: () => 5,
  }
  return results[how]!()
}

async function* stream() {
  yield 'a'
}

const how = [
  'null throw text gone error nameless wrong getter later noList set stream tags number',
].flatMap((it) => it.split(' '))
const animal = '{ __typename id name legs kind born tags mate { name } shout where }'

const planned = [
  `{ animals ${animal} }`,
  `{ up up animals(first: 5, kinds: [BIRD], near: { x: 3 }) { id ...A ...A } } fragment A on Animal { n: name ... { legs } ... on Animal { name } ... on Member { id } }`,
  `query ($id: ID!) { animal(id: $id) ${animal} other: animalNow(id: $id) { ...on Member { id } } told }`,
  `query ($near: Place = { y: 4 }, $kinds: [Kind!]) { animals(near: $near, kinds: $kinds) { name } }`,
  `{ animal(id: 1) { mate { id } sure { sure { id } } } animal(id: 1) { mate { name } } }`,
  `{ animal(id: 1) { sure(how: "throw") { id } again: sure(how: "gone") { id } } up }`,
  `{ a: notNull(how: "throw") { id } b: notNull(how: "gone") { id } c: broken(how: "gone") { id } }`,
  // Where a parent has become null already, and the answer waits for something else.
  `{ animal(id: 1) { sure(how: "throw") { id } failLate(ticks: 50) } wait(ticks: 200) }`,
  `{ a: animals { sure(how: "null") { id } } up }`,
  ...how.flatMap((it) => [
    `{ up broken(how: "${it}") ${animal} animals { name } }`,
    `{ brokenList(how: "${it}") ${animal} up }`,
    `{ strictList(how: "${it}") ${animal} up }`,
    `{ up notNull(how: "${it}") ${animal} }`,
  ]),
]

const left = [
  `query ($s: Boolean = true) { up @skip(if: $s) }`,
  `{ animals { ... @include(if: true) { id } } }`,
  `{ animals { ...A @include(if: false) } } fragment A on Animal { id }`,
  `{ members { id } }`,
  `{ __schema { description } }`,
  `{ __type(name: "Query") { name } }`,
  `{ __proto__: up }`,
  `{ ${Array.from({ length: 1001 }, (_, index) => `a${index}: up`).join(' ')} }`,
]

const schema = composeSchema([zoo])
const variables = [{}, { id: 'v' }, { id: null }, { near: { z: 1 }, kinds: ['BIRD', 'CAT'] }]

describe('a planned query', () => {
  it.each(planned)('has the same result as with graphql-js: %s', async (query) => {
    const document = parse(query)
    const run = createExecutor(schema, document, getOperationAST(document)!)
    assert.deepEqual(validate(schema, document), [])
    assert.ok(run, 'it is planned')

    for (const variableValues of variables) {
      for (const hideSuggestions of [true, false]) {
        const args = { schema, document, variableValues, hideSuggestions }
        const expected = toComparable(await execute(args))
        assert.deepEqual(toComparable(await run(args)), expected)
        assert.deepEqual(toComparable(await run(args)), expected)
      }
    }
  })

  it.each([...left, 'subscription { up }'])('leaves to graphql-js: %s', (query) => {
    const document = parse(query)

    const run = createExecutor(schema, document, getOperationAST(document)!)

    assert.equal(run, undefined)
  })

  it.each([0, 2])('is answered the same before and after it is hot: %i', async (hotAfter) => {
    const ask = createAsk({ modules: [zoo], hotAfter })
    const query = `query ($id: ID!) { animal(id: $id) ${animal} broken(how: "gone") { id } }`
    const answers = []

    for (let time = 0; time < 6; time++) {
      answers.push((await ask({ query, variables: { id: 'v' } })).body)
      await new Promise((resolve) => setImmediate(resolve))
    }

    for (const answer of answers) assert.deepEqual(answer, answers[0])
    assert.equal(answers[0]!.errors?.[0]?.extensions['code'], 'TEST_GONE')
  })

  it('is one of a hundred: more of them are answered the same, again and again', async () => {
    const ask = createAsk({ modules: [zoo], hotAfter: 0 })
    const names = Array.from({ length: 130 }, (_, index) => `up${index}`)

    for (const name of [...names, ...names, ...names.toReversed()]) {
      const { body } = await ask({ query: `{ ${name}: up }` })
      assert.deepEqual(body, { data: { [name]: true } })
    }
  })

  it('is executed by its plan, for those who may ask it alone', async () => {
    const closed = defineModule({
      typeDefs: 'extend type Query { secret: Int @auth }',
      resolvers: { Query: { secret: () => 1 } },
    })
    const ask = createAsk({ modules: [closed], hotAfter: 0 })

    const { body } = await ask({ query: '{ up secret }' })

    assert.deepEqual(body.data, { up: true, secret: null })
    assert.equal(body.errors?.[0]?.extensions['code'], 'SIGN_IN_REQUIRED')
  })
})

/** Everything of a result, and of the errors in it also what only the log hears of. */
function toComparable(result: Awaited<ReturnType<typeof execute>>) {
  return {
    text: JSON.stringify(result),
    data: structuredClone({ ...result.data }),
    errors: result.errors?.map((error) => ({
      ...error.toJSON(),
      name: error.name,
      origin: String(error.originalError),
      kinds: error.nodes?.map(({ kind }) => kind),
    })),
  }
}
