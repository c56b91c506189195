/**
 * The routes of a new service, and their test.
 *
 * @module
 */
import { field, type Names } from './service-templates.ts'

export function postRoute({ name }: Names): string {
  return `import { http, json, requireSameOrigin } from '#framework/http.ts'
import { z } from '#framework/validate.ts'
import { createEntry } from '../../entries.ts'

const body = z.object({ text: z.string() })

/** \`POST /${name}\`: keeps an entry. */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const { text } = await request.json(body)
    const entry = await createEntry(text)

    return json(entry, { status: 201, headers: { location: \`/${name}/\${entry.id}\` } })
  },
  { bodyLimit: 16 * 1024 },
)
`
}

export function getRoute({ name, code }: Names): string {
  return `import { http, json } from '#framework/http.ts'
import { findEntry } from '../../entries.ts'
import { errors } from '../../errors.ts'

/** \`GET /${name}/:id\`: one entry. */
export const handler = http(async (_request, params) => {
  const entry = await findEntry(params['id']!)
  if (!entry) throw errors.${code}()

  return json(entry)
})
`
}

export function test({ name, type, code, hasGraphql }: Names & { hasGraphql: boolean }): string {
  const query = `

  it('is in the API as well', async ({ skip }) => {
    const hasApi = app.inventory.http?.some(({ path }) => path === '/graphql')
    skip(!hasApi, 'the service graphql is not plugged in')
    const { id } = await send('Hello')

    const { data } = await app.query('query ($id: ID!) { ${field(type)}(id: $id) { text } }', { id })

    assert.deepEqual(data, { ${field(type)}: { text: 'Hello' } })
  })`
  return `import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useApp, type AppResponse } from '#framework/testing.ts'

describe('${name}', () => {
  const app = useApp()

  const post = (body: unknown): Promise<AppResponse> =>
    app.fetch('/${name}', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const send = async (text: string) => (await post({ text })).json() as { id: string }

  it('shows what was sent', async () => {
    const { id } = await send('Hello')

    const response = await app.fetch(\`/${name}/\${id}\`)

    assert.equal(response.status, 200)
    assert.equal((response.json() as { text: string }).text, 'Hello')
  })

  it('refuses what is no entry', async () => {
    const response = await post({ text: 1 })

    assert.equal(response.status, 422)
    assert.equal((response.json() as { code: string }).code, 'INVALID_INPUT')
  })

  it('says when there is no such entry', async () => {
    const response = await app.fetch('/${name}/nobody')

    assert.equal(response.status, 404)
    assert.equal((response.json() as { code: string }).code, '${code}')
  })${hasGraphql ? query : ''}
})
`
}
