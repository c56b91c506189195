/**
 * What the functions need beside themselves, on loopback: the keys of a sign-in provider, tokens and
 * webhooks that are signed, and a table with one article in it.
 *
 * @module
 */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { requestAws } from '../../framework/aws.ts'
import { startDatabase } from '../../framework/local/database.ts'
import { marshalItem } from '../../framework/tables/marshal.ts'
import { findFreePorts } from '../../framework/testing/free-ports.ts'
import { stored } from '../peers/functions/articles.mjs'
import { subject } from './jobs.mjs'

const audience = 'https://api.bench.example'
const webhookSecret = 'whsec_bench'
const table = 'bench-articles'

/** Starts it all; `env` is the environment of every function. */
export async function startBackend() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...publicKey.export({ format: 'jwk' }), kid: 'bench', use: 'sig', alg: 'RS256' }
  const provider = await startProvider(JSON.stringify({ keys: [key] }))
  const domain = `localhost:${provider.address().port}`
  const issuer = `http://${domain}/`
  const database = await startDatabase({ port: await findFreePorts(20) })
  await makeTable(database.endpoint)

  return {
    env: {
      ARC_ENV: 'production',
      APP_URL: 'https://bench.example',
      APP_SECRET: 'a secret of the bench that has more than 32 characters',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      TABLE_ARTICLES: table,
      TABLE_AUTH_ACCOUNTS: table,
      AUTH0_DOMAIN: domain,
      AUTH0_CLIENT_ID: 'bench',
      AUTH0_AUDIENCE: audience,
      ISSUER: issuer,
      JWKS_URI: `${issuer}.well-known/jwks.json`,
      STRIPE_SECRET_KEY: 'sk_test_bench',
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    },
    sign: (claims) => signToken(privateKey, { iss: issuer, ...claims }),
    signWebhook,
    async stop() {
      provider.closeAllConnections()
      provider.close()
      await database.stop()
    },
  }
}

async function startProvider(keys) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(keys)
  })
  await once(server.listen(0, 'localhost'), 'listening')
  return server
}

function signToken(privateKey, claims) {
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    aud: audience,
    sub: subject,
    gty: 'client-credentials',
    iat: now,
    exp: now + 24 * 60 * 60,
    ...claims,
  }
  const signed = [{ alg: 'RS256', typ: 'JWT', kid: 'bench' }, payload].map(encode).join('.')
  const signature = createSign('sha256').update(signed).sign(privateKey, 'base64url')
  return `${signed}.${signature}`
}

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

function signWebhook(payload) {
  const time = Math.floor(Date.now() / 1000)
  const hmac = createHmac('sha256', webhookSecret).update(`${time}.${payload}`)
  return `t=${time},v1=${hmac.digest('hex')}`
}

async function makeTable(endpoint) {
  process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint
  await ask('CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'slug', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'slug', KeyType: 'HASH' }],
  })
  await ask('PutItem', { Item: marshalItem(stored, table) })
}

function ask(action, body) {
  return requestAws('dynamodb', {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
    },
    body: JSON.stringify({ TableName: table, ...body }),
  })
}
