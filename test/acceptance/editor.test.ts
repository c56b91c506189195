import { randomUUID } from 'node:crypto'
import test from 'tape'
import { eventually, submit, visit } from './client.ts'

const draft = {
  title: `Notes on a test ${randomUUID().slice(0, 8)}`,
  summary: 'A short article that the acceptance suite writes, publishes and finds again.',
  tags: 'testing',
  body: '## It works\n\nThis was **written** by a program.\n\n<script>alert(1)</script>',
}

/** Whether this site lets us write: the development person is there on a developer's machine alone. */
async function mayWrite(): Promise<boolean> {
  return (await visit('/write')).status === 200
}

test('an article is written, previewed and published, and found everywhere', async (t) => {
  if (!(await mayWrite())) return t.skip('nobody may write here without signing in')

  const preview = await submit('/write', { ...draft, intent: 'preview' })
  t.equal(preview.status, 200)
  const previewed = await preview.text()
  t.match(previewed, /<strong>written<\/strong>/)
  t.doesNotMatch(previewed, /<script>alert/)

  const saved = await submit('/write', { ...draft, intent: 'save' })
  t.equal(saved.status, 303)
  const slug = /^\/write\/([a-z0-9-]+)/.exec(saved.headers.get('location') ?? '')?.[1]
  t.ok(slug, 'the draft has an address')
  t.equal((await visit(`/articles/${slug}`)).status, 404, 'a draft is not public')

  const published = await submit('/write', {
    ...draft,
    slug: slug!,
    version: '1',
    intent: 'publish',
  })
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
  if (!(await mayWrite())) return t.skip('nobody may write here without signing in')

  const response = await submit('/write', { ...draft, title: '', intent: 'publish' })
  const page = await response.text()

  t.equal(response.status, 422)
  t.ok(page.includes('written by a program') || page.includes('**written**'))
})

test('nobody overwrites what somebody else saved in the meantime', async (t) => {
  if (!(await mayWrite())) return t.skip('nobody may write here without signing in')
  const first = await submit('/write', { ...draft, title: `${draft.title} twice`, intent: 'save' })
  const slug = /^\/write\/([a-z0-9-]+)/.exec(first.headers.get('location') ?? '')![1]!
  await submit('/write', { ...draft, slug, version: '1', intent: 'save' })

  const late = await submit('/write', { ...draft, slug, version: '1', intent: 'save' })

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
