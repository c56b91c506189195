import { randomUUID } from 'node:crypto'
import test from 'tape'
import { as, eventually, submit, visit } from './client.ts'

const draft = {
  title: `Notes on a test ${randomUUID().slice(0, 8)}`,
  summary: 'A short article that the acceptance suite writes, publishes and finds again.',
  tags: 'testing',
  body: '## It works\n\nThis was **written** by a program.\n\n<script>alert(1)</script>',
}

const nobody = 'nobody can sign in here as a writer'

test('a stranger cannot write', async (t) => {
  const response = await visit('/write')

  t.equal(response.status, 401)
  t.equal(((await response.json()) as { code: string }).code, 'SIGN_IN_REQUIRED')
})

test('a reader cannot write', async (t) => {
  const reader = await as('reader')
  if (!reader) return t.skip('nobody can sign in here as a reader')

  const response = await visit('/write', { headers: reader })

  t.equal(response.status, 403)
  t.equal(((await response.json()) as { code: string }).code, 'PERMISSION_MISSING')
})

test('an article is written, previewed and published, and found everywhere', async (t) => {
  const writer = await as('writer')
  if (!writer) return t.skip(nobody)

  const preview = await submit('/write', { ...draft, intent: 'preview' }, writer)
  t.equal(preview.status, 200)
  const previewed = await preview.text()
  t.match(previewed, /<strong>written<\/strong>/)
  t.doesNotMatch(previewed, /<script>alert/)

  const saved = await submit('/write', { ...draft, intent: 'save' }, writer)
  t.equal(saved.status, 303)
  const slug = /^\/write\/([a-z0-9-]+)/.exec(saved.headers.get('location') ?? '')?.[1]
  t.ok(slug, 'the draft has an address')
  t.equal((await visit(`/articles/${slug}`)).status, 404, 'a draft is not public')

  const publish = { ...draft, slug: slug!, version: '1', intent: 'publish' }
  const published = await submit('/write', publish, writer)
  t.equal(published.status, 303)
  t.equal(published.headers.get('location'), `/articles/${slug}`)

  const page = await (await visit(`/articles/${slug}`)).text()
  t.ok(page.includes(draft.title))
  for (const path of ['/', '/feed.xml', '/sitemap.xml']) {
    const found = await eventually(`${slug} in ${path}`, async () =>
      (await (await visit(path)).text()).includes(slug!),
    )
    t.ok(found, `it is in ${path}`)
  }
})

test('what is not valid is told field by field, and nothing typed is lost', async (t) => {
  const writer = await as('writer')
  if (!writer) return t.skip(nobody)

  const response = await submit('/write', { ...draft, title: '', intent: 'publish' }, writer)
  const page = await response.text()

  t.equal(response.status, 422)
  t.ok(page.includes('written by a program') || page.includes('**written**'))
})

test('nobody overwrites what somebody else saved in the meantime', async (t) => {
  const writer = await as('writer')
  if (!writer) return t.skip(nobody)
  const title = `${draft.title} twice`
  const first = await submit('/write', { ...draft, title, intent: 'save' }, writer)
  const slug = /^\/write\/([a-z0-9-]+)/.exec(first.headers.get('location') ?? '')![1]!
  const next = { ...draft, slug, version: '1', intent: 'save' }
  await submit('/write', next, writer)

  const late = await submit('/write', next, writer)

  t.equal(late.status, 409)
  t.match(await late.text(), /CONFLICT|somebody|changed/i)
})

test('another site cannot write for us', async (t) => {
  const response = await visit('/write', {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: new URLSearchParams({ ...draft, intent: 'publish' }),
  })

  t.equal(response.status, 403)
})
