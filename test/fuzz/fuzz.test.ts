import assert from 'node:assert/strict'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import { catalogue } from '#framework/errors.ts'
import type { AppResponse } from '#framework/testing/fetch.ts'
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import { anyGraphqlBody } from './documents.ts'
import { anyRequest, asWriter } from './requests.ts'

/** Requests in all; `FUZZ_REQUESTS` and `FUZZ_SEED` set another number, and repeat a failed run. */
const requests = Number(process.env['FUZZ_REQUESTS'] ?? 100_000)
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31)
const share = (part: number) => ({ numRuns: Math.round(requests * part), seed })

describe(`${requests} bad requests (FUZZ_SEED=${seed})`, () => {
  const app = useApp()

  it('give no 5xx, and each error a code of the catalogue', async () => {
    const seen = new Map<string, number>()

    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ path, ...request }) => {
        const init = { ...request, headers: await signIn(path, request.headers) }
        const response = await app.fetch(path, init)

        assert.ok(response.status < 500, `${init.method} ${path} answered ${response.status}`)
        count(seen, `${response.status} ${codeOf(response)}`)
      }),
      share(0.6),
    )
    report(seen)
  })

  it('as GraphQL documents give no 5xx, and each error a code of the catalogue', async () => {
    const seen = new Map<string, number>()

    await fc.assert(
      fc.asyncProperty(anyGraphqlBody, async (body) => {
        const headers = { 'content-type': 'application/json' }
        const response = await app.fetch('/graphql', { method: 'POST', headers, body })

        assert.ok(response.status < 500, `${response.status}: ${response.text()}`)
        count(seen, `${response.status} ${graphqlCodesOf(response).join(' ')}`)
      }),
      share(0.4),
    )
    report(seen)
  })
})

/** Lets a writer be one where somebody can sign in: behind that door are the forms. */
async function signIn(
  path: string,
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  if (headers['authorization'] !== asWriter) return headers
  const { authorization: _stranger, ...rest } = headers
  // Whoever asks for this is nobody afterwards.
  const isLast = /^\/account\/(delete|sign-out)/.test(path)
  if (!process.env['LOCAL_TOKENS_URL']) return rest
  return { ...rest, ...(await as(isLast ? 'reader' : 'writer')) }
}

/** The code of an error; HTML pages show theirs to people. */
function codeOf(response: AppResponse): string {
  if (response.status < 400 || response.text() === '') return ''
  const type = response.headers.get('content-type') ?? ''
  if (type.includes('json')) {
    const answer = response.json() as { code?: string; errors?: unknown }
    return answer.errors && !answer.code ? graphqlCodesOf(response).join(' ') : known(answer.code)
  }
  assert.match(type, /text\/html/, `${response.status} ${response.text().slice(0, 200)}`)
  return known(/<code>([A-Z_]+)<\/code>/.exec(response.text())?.[1])
}

function graphqlCodesOf(response: AppResponse): string[] {
  const answers = [response.json()].flat() as {
    errors?: { extensions?: { code?: string } }[]
    code?: string
  }[]
  return answers.flatMap(({ errors = [], code }) =>
    code ? [known(code)] : errors.map((it) => known(it.extensions?.code)),
  )
}

function known(code: string | undefined): string {
  assert.ok(code && catalogue.has(code), `${code} is not in the catalogue`)
  return code
}

function count(seen: Map<string, number>, key: string): void {
  const short = key.replace(/(\b\w+\b)( \1)+/g, '$1 …')
  seen.set(short, (seen.get(short) ?? 0) + 1)
}

function report(seen: Map<string, number>): void {
  for (const [key, times] of [...seen].toSorted((a, b) => b[1] - a[1]).slice(0, 30)) {
    console.log(`${String(times).padStart(8)}  ${key}`)
  }
}
