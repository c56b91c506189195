/**
 * Generators of bad GraphQL requests: broken documents, hostile shapes, wrong variables.
 *
 * @module
 */
import fc from 'fast-check'

const valid = [
  '{ articles(first: 3) { edges { cursor node { slug title views author } } pageInfo { hasNextPage endCursor } } }',
  'query One($slug: String!) { article(slug: $slug) { title html tags } }',
  '{ mostRead(first: 2) { slug } }',
  'mutation { subscribeNewsletter(email: "a@b.example") { __typename } }',
  'query A { __typename } query B { __typename }',
  'subscription { x }',
  '{ __schema { types { name fields { name type { ofType { ofType { name } } } } } } }',
]

const nested = fc
  .integer({ min: 1, max: 400 })
  .map((depth) => '{ a '.repeat(depth) + '}'.repeat(depth))
const aliased = fc
  .integer({ min: 1, max: 300 })
  .map((count) => `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`)
const directives = fc
  .integer({ min: 1, max: 300 })
  .map((count) => `{ __typename ${'@include(if: true) '.repeat(count)} }`)
const cyclic = fc.constantFrom(
  '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  'query ($a: Int = $a) { articles(first: $a) { edges { cursor } } }',
  '{ articles(first: 99999999999999999999) { edges { cursor } } }',
  '{ articles(first: -1) { edges { cursor } } }',
  '{ articles(first: 5, after: "x") { edges { cursor } } }',
  '{ article(slug: "\\u0000") { title } }',
  '{ article(slug: """\n""") { title } }',
  '#',
)
const mutated = fc
  .tuple(fc.constantFrom(...valid), fc.nat(), fc.nat({ max: 12 }), fc.string({ maxLength: 8 }))
  .map(([document, at, length, inserted]) => {
    const start = at % document.length
    return document.slice(0, start) + inserted + document.slice(start + length)
  })

const document = fc.oneof(
  mutated,
  nested,
  aliased,
  directives,
  cyclic,
  fc.constantFrom(...valid),
  fc.string({ unit: 'binary', maxLength: 300 }),
)
const variables = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  fc.constant({ slug: 'at-least-once' }),
  fc.constant({}),
  fc.constant(null),
  fc.object({ maxDepth: 3 }),
  fc.dictionary(fc.constant('slug'), fc.anything({ maxDepth: 1, withBigInt: false })),
  fc.string(),
)

/** The JSON body of a GraphQL request. */
export const anyGraphqlBody: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({ query: document, variables }, { requiredKeys: ['query'] }).map(toJson),
  },
  fc
    .record({ query: document, operationName: fc.string(), extensions: fc.object({ maxDepth: 2 }) })
    .map(toJson),
  fc.record({ query: fc.anything({ maxDepth: 2, withBigInt: false }) }).map(toJson),
  fc.array(fc.record({ query: document }), { maxLength: 5 }).map(toJson),
)

function toJson(value: unknown): string {
  return JSON.stringify(value)
}
