import { graphqlServer } from '@hono/graphql-server'
import { buildSchema } from 'graphql'
import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { jwk } from 'hono/jwk'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'

const { ISSUER: iss, AUTH0_AUDIENCE: aud, JWKS_URI } = process.env
const app = new Hono()
const rootResolver = () => ({ article: ({ slug }) => readArticle(slug) })
app.use('/graphql', jwk({ jwks_uri: JWKS_URI, alg: ['RS256'], verification: { iss, aud } }))
app.use('/graphql', graphqlServer({ schema: buildSchema(readSchema), rootResolver }))

export const handler = handle(app)
