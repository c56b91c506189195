import { buildSchema, execute, parse, validate } from 'graphql'
import { toAnswer } from '../lib/answer.mjs'
import { findClaims, readArticle } from '../lib/by-hand.mjs'
import { readSchema } from '../lib/schema.mjs'

const schema = buildSchema(readSchema)

export async function handler(event) {
  const { query, variables } = JSON.parse(event.body)
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return toAnswer({ errors }, 400)
  if (!(await findClaims(event))) return toAnswer({ errors: [{ message: 'Sign in' }] }, 401)
  const rootValue = { article: ({ slug }) => readArticle(slug) }
  return toAnswer(await execute({ schema, document, rootValue, variableValues: variables }))
}
