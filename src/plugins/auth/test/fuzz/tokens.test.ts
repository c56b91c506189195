import assert from 'node:assert/strict'
import fc from 'fast-check'
import { services } from 'plugboard:services'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { useApp, type AppResponse } from '#framework/testing.ts'
import { createPerson } from '../person.ts'
import { encode, signWithPublicKey, startProvider, type TestProvider } from '../provider.ts'

const app = useApp()
const hasApi = services.some(({ name }) => name === 'graphql')
/** 10,000 with `npm run test:fuzz`; a few of them with every run of the tests. */
const tokens = Number(process.env['FUZZ_TOKENS'] ?? 1000)
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider()
})
afterAll(() => provider.stop())

describe(`${tokens} tokens that are none (FUZZ_SEED=${seed})`, () => {
  it('let nobody in, break nothing, and have the keys asked for once a minute', async () => {
    const ada = createPerson(app, provider)
    const good = [ada.token(), ada.token({ permissions: [] }), ada.token({ exp: 1 })]
    assert.equal((await ada.get('/write', good[0])).status, 200)
    // What was good until a moment ago is replayed from here on.
    await ada.post('/account/sign-out-everywhere', {})
    const seen = new Map<string, number>()
    const start = Date.now()
    const asked = provider.asked

    await fc.assert(
      fc.asyncProperty(anyToken(good), fc.nat(2), async (token, way) => {
        const { isIn, answer } = await send(token, way)

        assert.ok(!isIn, `let in: ${token}`)
        assert.ok(answer.status < 500, `${answer.status} for ${token}`)
        seen.set(codeOf(answer), (seen.get(codeOf(answer)) ?? 0) + 1)
      }),
      { numRuns: tokens, seed },
    )

    const minutes = Math.ceil((Date.now() - start) / 60_000)
    assert.ok(provider.asked - asked <= minutes, `asked ${provider.asked - asked} times`)
    assert.ok((seen.get('TOKEN_INVALID') ?? 0) > tokens / 3, JSON.stringify([...seen]))
    assert.ok(seen.get('SIGNED_OUT'), JSON.stringify([...seen]))
  }, 120_000)
})

async function send(token: string, way: number): Promise<{ isIn: boolean; answer: AppResponse }> {
  const headers = { authorization: `Bearer ${token}` }
  if (way === 0) {
    const answer = await app.fetch('/write', { headers: { cookie: `session=${token}` } })
    return { isIn: answer.status === 200, answer }
  }
  if (way === 1 && hasApi) {
    const query = 'mutation { publishArticle(slug: "a") { slug } }'
    const init = { method: 'POST', body: JSON.stringify({ query }) }
    const type = { 'content-type': 'application/json' }
    const answer = await app.fetch('/graphql', { ...init, headers: { ...headers, ...type } })
    return { isIn: codeOf(answer) === 'ARTICLE_NOT_FOUND', answer }
  }
  const answer = await app.fetch('/write', { headers })
  return { isIn: answer.status === 200, answer }
}

/** Random, mutated and replayed. */
function anyToken(good: string[]): fc.Arbitrary<string> {
  const base64 = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), maxLength: 60 })
  const random = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 80 }),
    fc.array(base64, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
    fc.tuple(fc.json(), fc.json(), base64).map(([a, b, c]) => `${toBase64(a)}.${toBase64(b)}.${c}`),
  )
  const mutated = fc
    .tuple(fc.constantFrom(...good), fc.nat(), fc.nat(4), base64)
    .filter(([, , length, inserted]) => length > 0 || inserted !== '')
    .map(([token, at, length, inserted]) => {
      const start = at % token.length
      return token.slice(0, start) + inserted + token.slice(start + length)
    })
  const header = fc.record(
    {
      alg: fc.constantFrom('RS256', 'none', 'HS256', 'PS256', 'ES256', 'RS512', '', 'rs256'),
      typ: fc.constantFrom('at+jwt', 'JWT', 'x', ''),
      kid: fc.oneof(fc.constant(provider.keys[0]!.kid), fc.string(), fc.constant('__proto__')),
      crit: fc.constantFrom(['exp'], [], 'x'),
      b64: fc.boolean(),
      jku: fc.constant('https://evil.example/jwks.json'),
      zip: fc.constant('DEF'),
    },
    { requiredKeys: ['alg'] },
  )
  const forged = fc
    .tuple(header, fc.constantFrom(...good))
    .map(([head, token]) => `${encode(head)}.${token.split('.').slice(1).join('.')}`)
  const confused = fc.constant(signWithPublicKey(provider))

  return fc.oneof(
    { weight: 4, arbitrary: random },
    { weight: 4, arbitrary: mutated },
    { weight: 4, arbitrary: forged },
    { weight: 1, arbitrary: confused },
    { weight: 1, arbitrary: fc.constantFrom(...good) },
  )
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64url')
}

function codeOf(answer: AppResponse): string {
  const body = answer.json() as {
    code?: string
    errors?: { extensions?: { code?: string } }[]
  }
  return body.code ?? body.errors?.[0]?.extensions?.code ?? ''
}
