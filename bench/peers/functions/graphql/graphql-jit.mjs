import { buildSchema, parse, validate } from 'graphql'
import { compileQuery } from 'graphql-jit'
import { articles } from '../articles.mjs'
import { toAnswer } from '../lib/answer.mjs'
import { listSchema } from '../lib/schema.mjs'

const schema = buildSchema(listSchema)
const compiled = new Map()

export async function handler(event) {
  const { query, variables } = JSON.parse(event.body)
  if (!compiled.has(query)) {
    const document = parse(query)
    const errors = validate(schema, document)
    if (errors.length > 0) return toAnswer({ errors }, 400)
    compiled.set(query, compileQuery(schema, document))
  }
  return toAnswer(await compiled.get(query).query({ articles }, {}, variables))
}
