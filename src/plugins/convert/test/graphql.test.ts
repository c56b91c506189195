import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'vitest'
import type { GraphqlResult } from '#framework/testing.ts'
import type { Conversion } from '../conversions.ts'
import { useConvert } from './use-convert.ts'

describe('conversions by GraphQL', () => {
  const { app, signedIn } = useConvert()

  beforeEach((test) => {
    const hasGraphql = app.inventory.http!.some(({ path }) => path === '/graphql')
    if (!hasGraphql || process.env['LOCAL_TOKENS_URL'] === undefined) test.skip()
  })

  const begin = /* GraphQL */ `
    mutation ($input: ConversionInput!) {
      requestConversion(input: $input) {
        id
        upload {
          url
          fields {
            name
            value
          }
        }
      }
    }
  `
  const look = /* GraphQL */ `
    query ($id: ID!) {
      conversion(id: $id) {
        id
        status
        progress
        result {
          url
          type
          size
        }
        error {
          code
          places {
            place
          }
        }
      }
    }
  `
  const list = /* GraphQL */ `
    query ($after: String) {
      conversions(first: 1, after: $after) {
        edges {
          node {
            id
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  `

  interface Asked {
    id: string
    upload: { url: string; fields: { name: string; value: string }[] }
  }

  async function ask<T>(document: string, variables: object, person?: string): Promise<T> {
    const headers = await signedIn(person)
    const { data, errors } = await app.query(document, { ...variables }, { headers })
    assert.equal(errors, undefined, JSON.stringify(errors))
    return Object.values(data!)[0] as T
  }

  const refusal = ({ errors }: GraphqlResult) => errors?.[0]?.extensions['code']

  async function convert(input: object, content: string, person?: string): Promise<string> {
    const { id, upload } = await ask<Asked>(begin, { input }, person)
    const form = new FormData()
    for (const { name, value } of upload.fields) form.append(name, value)
    form.append('file', new Blob([content]))
    await fetch(upload.url, { method: 'POST', body: form })
    await app.settle()
    return id
  }

  it('go from the form to the result, or to the places of errors', async () => {
    const options = [{ name: 'locals', value: '{ "n": 2 }' }]
    const pug = { converter: 'pug', type: 'text/x-pug', options }

    const good = await convert(pug, 'p= n + 1')
    const bad = await convert(pug, 'p\n  a(b=')

    const done = await ask<Conversion>(look, { id: good })
    const failed = await ask<Conversion & { error: { places: unknown } }>(look, { id: bad })
    assert.deepEqual([done.status, done.progress, done.error], ['DONE', 100, null])
    assert.equal(await (await fetch(done.result!.url)).text(), '<p>3</p>')
    assert.deepEqual([failed.status, failed.result], ['FAILED', null])
    assert.deepEqual(failed.error.places, [{ place: 'line 2, column 7' }])
  })

  it('are listed for who asked for them, newest first, page by page', async () => {
    const markdown = { converter: 'markdown', type: 'text/markdown' }
    const first = await convert(markdown, '# 1', 'writer')
    const second = await convert(markdown, '# 2', 'writer')
    await convert(markdown, '# 3')

    interface Page {
      edges: { node: { id: string } }[]
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
    const page = await ask<Page>(list, {}, 'writer')
    const next = await ask<Page>(list, { after: page.pageInfo.endCursor }, 'writer')

    assert.deepEqual(
      [page, next].map(({ edges }) => edges.map(({ node }) => node.id)),
      [[second], [first]],
    )
    const headers = await signedIn()
    assert.equal(refusal(await app.query(look, { id: first }, { headers })), 'CONVERSION_NOT_FOUND')
  })

  it('are of people who are signed in, and of converters that there are', async () => {
    const headers = await signedIn()
    const input = { converter: 'scss', type: 'text/x-scss' }
    const wrong = [{ name: 'style', value: 'pretty' }]

    assert.deepEqual(
      [
        await app.query(begin, { input }),
        await app.query(look, { id: 'x' }),
        await app.query(list),
        await app.query(begin, { input: { ...input, converter: 'gold' } }, { headers }),
        await app.query(begin, { input: { ...input, type: 'image/png' } }, { headers }),
        await app.query(begin, { input: { ...input, options: wrong } }, { headers }),
      ].map(refusal),
      [
        ...Array<string>(3).fill('SIGN_IN_REQUIRED'),
        'CONVERTER_NOT_FOUND',
        'CONVERT_TYPE_REFUSED',
        'INVALID_INPUT',
      ],
    )
  })
})
