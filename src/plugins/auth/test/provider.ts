/**
 * A sign-in provider of a test's own: it signs whatever it is told to, so that what must be refused
 * can be made. What a provider really answers is the twin's business.
 *
 * @module
 */
import {
  createHmac,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { listenOnLoopback } from '#framework/twin.ts'

/** A key with the name under which it is published. */
export interface Key {
  kid: string
  privateKey: KeyObject
}

export type Claims = Record<string, unknown>

/** A running provider. */
export interface TestProvider {
  /** `http://localhost:1234/`. */
  issuer: string
  audience: string
  clientId: string
  /** What the JWKS has now; the first one signs. */
  keys: Key[]
  /** Makes its next answers fail, with this status. */
  failWith: number | undefined
  /** How often the JWKS was asked for. */
  asked: number
  /** What it tells of whoever sends a token. */
  userinfo: Claims
  /** Of a token, with these in place of the usual ones; undefined leaves one out. */
  claims: (changes?: Claims) => Claims
  /** A token with a good signature. */
  sign: (changes?: Claims, options?: { header?: Claims; key?: Key }) => string
  stop: () => Promise<void>
}

let count = 0

/** A key pair for RS256. */
export function createKey(): Key {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { kid: `key-${++count}`, privateKey }
}

/** Starts a provider, and lets the app trust it: until `stop`, nobody else. */
export async function startProvider(): Promise<TestProvider> {
  const server = createServer((request, response) => {
    if (request.url === '/userinfo') return response.end(JSON.stringify(provider.userinfo))
    if (request.url !== '/.well-known/jwks.json') return response.writeHead(404).end()
    provider.asked += 1
    response.writeHead(provider.failWith ?? 200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify({ keys: provider.keys.map(toJwk) }))
  })
  const { stop } = await listenOnLoopback(server, 0)
  const domain = `localhost:${(server.address() as AddressInfo).port}`
  const trusted = {
    AUTH0_DOMAIN: domain,
    AUTH0_AUDIENCE: 'https://api.test',
    AUTH0_CLIENT_ID: 'spa',
    // It has no Management API.
    AUTH0_MANAGEMENT_CLIENT_ID: '',
  }
  const before = Object.keys(trusted).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, trusted)

  const provider: TestProvider = {
    issuer: `http://${domain}/`,
    audience: 'https://api.test',
    clientId: 'spa',
    keys: [createKey()],
    failWith: undefined,
    asked: 0,
    userinfo: {},
    claims(changes) {
      const now = Math.floor(Date.now() / 1000)
      return {
        iss: provider.issuer,
        sub: `auth0|${process.pid}`,
        aud: [provider.audience, `${provider.issuer}userinfo`],
        azp: provider.clientId,
        iat: now - 10,
        exp: now + 3600,
        scope: 'openid profile email',
        permissions: ['articles:write'],
        'https://plugboard/name': 'Wren Writer',
        'https://plugboard/email': 'wren@example.org',
        ...changes,
      }
    },
    sign(changes, { header, key = provider.keys[0]! } = {}) {
      const head = { alg: 'RS256', typ: 'at+jwt', kid: key.kid, ...header }
      const text = `${encode(head)}.${encode(provider.claims(changes))}`
      return `${text}.${createSign('RSA-SHA256').update(text).sign(key.privateKey, 'base64url')}`
    },
    async stop() {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name]
        else process.env[name] = value
      }
      await stop()
    },
  }
  return provider
}

/** A token that is signed with the public key, as if that were a shared secret. */
export function signWithPublicKey({ keys: [key], claims }: TestProvider): string {
  const secret = createPublicKey(key!.privateKey).export({ type: 'spki', format: 'pem' })
  const text = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: key!.kid })}.${encode(claims())}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

/** The same token with other claims, and the old signature. */
export function tamper(token: string, changes: Claims): string {
  const [head, body, signature] = token.split('.') as [string, string, string]
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
  return `${head}.${encode({ ...claims, ...changes })}.${signature}`
}

export function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function toJwk({ kid, privateKey }: Key) {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' })
  return { ...jwk, kid, use: 'sig', alg: 'RS256' }
}
