import { buildSchema, execute, parse, validate } from 'graphql'
import { articles } from '../articles.mjs'
import { toAnswer } from '../lib/answer.mjs'
import { listSchema } from '../lib/schema.mjs'

const schema = buildSchema(listSchema)

export async function handler(event) {
  const { query, variables } = JSON.parse(event.body)
  const document = parse(query)
  const errors = validate(schema, document)
  if (errors.length > 0) return toAnswer({ errors }, 400)
  const rootValue = { articles: () => articles }
  return toAnswer(await execute({ schema, document, rootValue, variableValues: variables }))
}
