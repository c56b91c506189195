import test from 'tape'

const baseUrl = process.env['BASE_URL']

/** Asks the API as a program would. */
async function ask(document: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document }),
  })
  const answer = (await response.json()) as {
    data?: Record<string, unknown> | null
    errors?: { extensions: { code: string } }[]
  }
  return { status: response.status, ...answer }
}

test('the API answers', async (t) => {
  const { status, data, errors } = await ask('{ __typename }')

  t.equal(status, 200)
  t.deepEqual(data, { __typename: 'Query' })
  t.notOk(errors)
})

test('a document that nests without end is refused before it runs', async (t) => {
  const { data, errors } = await ask(`${'{ a '.repeat(40)}${'}'.repeat(40)}`)

  t.notOk(data)
  t.equal(errors?.[0]?.extensions.code, 'GRAPHQL_TOO_DEEP')
})

test('a page of another site cannot send what its visitor may do', async (t) => {
  const response = await fetch(`${baseUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain', origin: 'https://elsewhere.example' },
    body: JSON.stringify({ query: '{ __typename }' }),
  })

  t.ok(response.status === 403 || response.status === 415, String(response.status))
})
