import assert from 'node:assert/strict'
import { identity } from 'plugboard:identity'
import { describe, it } from 'vitest'
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import { findManuscript } from '#shared/articles.ts'

const app = useApp()
const typed = {
  title: 'A Chair & a Table',
  summary: 'What stands in a room, and why it stands.',
  tags: 'Rooms, wood',
  body: 'First line\r\n\r\n# Wood\r\n\r\nSecond *line*.',
}

describe('the editor', () => {
  const slug = 'no-such-article'

  it('is closed to strangers, whoever is plugged in', async () => {
    const answers = [
      await app.fetch('/write'),
      await app.fetch(`/write/${slug}`),
      await app.fetch('/write', { method: 'POST', body: new URLSearchParams(typed) }),
      await preview('x', {}),
    ]

    for (const response of answers) {
      assert.equal(response.status, 401)
      assert.equal((response.json() as { code: string }).code, 'SIGN_IN_REQUIRED')
    }
  })

  it.runIf(identity)('is closed to readers', async () => {
    const reader = await as('reader')
    const answers = [
      await app.fetch('/write', { headers: reader }),
      await app.fetch(`/write/${slug}`, { headers: reader }),
      await post(typed, reader),
      await preview('x', reader),
    ]

    for (const response of answers) {
      assert.equal(response.status, 403)
      assert.equal((response.json() as { code: string }).code, 'PERMISSION_MISSING')
    }
  })

  it.runIf(identity)('is open to writers, and kept by no cache', async () => {
    const response = await app.fetch('/write', { headers: await as('writer') })

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
    assert.match(response.text(), /<form[^>]+action="\/write"/)
  })
})

describe.runIf(identity)('post /write', () => {
  it('keeps the address of a picture, which readers then see, until it is emptied', async () => {
    const picture = 'https://pictures.example.com/a.png?b=c&d'
    const article = { ...typed, title: 'A picture of a chair' }
    await post({ ...article, cover: picture, intent: 'publish' })
    const slug = 'a-picture-of-a-chair'

    const read = await app.fetch(`/articles/${slug}`)
    const front = await app.fetch('/')
    await post({ ...article, slug, version: '3', cover: '/files/some-id' })
    const own = await app.fetch(`/articles/${slug}`)
    const { version } = (await findManuscript(slug))!
    await post({ ...article, slug, version: String(version), cover: '' })
    const none = await app.fetch(`/articles/${slug}`)

    const policy = /img-src ([^;]*)/
    for (const page of [read, front]) {
      assert.match(
        page.text(),
        /<img class="picture" src="https:\/\/pictures.example.com\/a.png\?b=c&amp;d"/,
      )
      const sources = policy.exec(page.headers.get('content-security-policy')!)![1]!
      assert.match(sources, /pictures.example.com/)
    }
    assert.match(own.text(), /<img class="picture" src="\/files\/some-id"/)
    assert.match(
      own.text(),
      /property="og:image" content="http:\/\/localhost:3333\/files\/some-id"/,
    )
    assert.doesNotMatch(own.headers.get('content-security-policy')!, /pictures.example.com/)
    assert.doesNotMatch(none.text(), /article-cover">\s*<img/)
    assert.equal((await findManuscript(slug))!.cover, undefined)
  })

  it('takes no address of a picture that could be anything else', async () => {
    for (const cover of [
      'javascript:alert(1)',
      '//evil.example',
      '/\\evil.example',
      'http://a.b/c',
    ]) {
      const answer = await post({ ...typed, title: 'Not saved', cover, intent: 'save' })

      assert.equal(answer.status, 422, cover)
      assert.match(answer.text(), /id="field-cover-problem"|href="#field-cover"/)
    }
  })

  it('saves a draft, then its next version', async () => {
    const first = await post({ ...typed, intent: 'save' })
    assert.equal(first.status, 303)
    assert.equal(first.headers.get('location'), '/write/a-chair-a-table?saved')

    const headers = await as('writer')
    const editor = await app.fetch('/write/a-chair-a-table?saved', { headers })
    assert.match(editor.text(), /value="A Chair &amp; a Table"/)
    assert.match(editor.text(), /name="version" value="1"/)
    assert.match(editor.text(), /role="status"/)

    const second = await post({ ...typed, slug: 'a-chair-a-table', version: '1', title: 'Chairs' })
    assert.equal(second.status, 303)
    const article = await findManuscript('a-chair-a-table')
    assert.equal(article?.title, 'Chairs')
    assert.deepEqual(article?.tags, ['rooms', 'wood'])
    assert.equal(article?.body, 'First line\n\n# Wood\n\nSecond *line*.')
  })

  it('keeps a draft from readers', async () => {
    await post({ ...typed, title: 'Hidden Thing', intent: 'save' })

    assert.equal((await app.fetch('/articles/hidden-thing')).status, 404)
    assert.match(
      (await app.fetch('/write', { headers: await as('writer') })).text(),
      /Hidden Thing/,
    )
  })

  it('publishes: front page, feed and sitemap have it', async () => {
    const response = await post({ ...typed, title: 'Published Thing', intent: 'publish' })
    await app.settle()

    assert.equal(response.headers.get('location'), '/articles/published-thing')
    for (const path of ['/', '/feed.xml', '/sitemap.xml', '/articles/published-thing']) {
      assert.match((await app.fetch(path)).text(), /published-thing/, path)
    }
  })

  it('shows at once what is changed in a published article', async () => {
    await post({ ...typed, title: 'Mended Thing', intent: 'publish' })
    await app.settle()
    const { version } = (await findManuscript('mended-thing'))!
    const change = { slug: 'mended-thing', version: String(version), title: 'A New Name' }
    await post({ ...typed, ...change, intent: 'save' })

    assert.match((await app.fetch('/articles/mended-thing')).text(), /A New Name/)
    assert.match((await app.fetch('/feed.xml')).text(), /<title>A New Name<\/title>/)
  })

  it('loses nothing of what it refuses', async () => {
    const body = 'My <b>long</b> text & more'
    const response = await post({ title: 'ab', summary: '', tags: 'a,b,c,d,e,f', body })
    const page = response.text()

    assert.equal(response.status, 422)
    assert.match(page, /role="alert"/)
    assert.match(page, /value="ab"/)
    assert.match(page, /value="a,b,c,d,e,f"/)
    assert.match(page, /My &lt;b&gt;long&lt;\/b&gt; text &amp; more<\/textarea>/)
    assert.match(page, /href="#field-title"/)
  })

  it('does not write over what another writer saved, unless asked again', async () => {
    await post({ ...typed, title: 'Contested', intent: 'save' })
    const ours = { ...typed, slug: 'contested', version: '1', title: 'Ours' }
    await post({ ...ours, title: 'Theirs' })

    const refused = await post(ours)
    assert.equal(refused.status, 409)
    assert.match(refused.text(), /value="Ours"/)
    assert.equal((await findManuscript('contested'))?.title, 'Theirs')

    const version = /name="version" value="(\d+)"/.exec(refused.text())![1]!
    assert.equal((await post({ ...ours, version })).status, 303)
    assert.equal((await findManuscript('contested'))?.title, 'Ours')
  })

  it('shows a preview without JavaScript, and saves nothing', async () => {
    const response = await post({ ...typed, title: 'Only Looked At', intent: 'preview' })

    assert.equal(response.status, 200)
    assert.match(response.text(), /<p>Second <em>line<\/em>\.<\/p>/)
    assert.equal(await findManuscript('only-looked-at'), undefined)
  })

  it('is closed to other sites', async () => {
    const response = await post(typed, { ...(await as('writer')), 'sec-fetch-site': 'cross-site' })

    assert.equal(response.status, 403)
  })

  it.each([
    ['version', 'x'],
    ['slug', 'no-such'],
    ['slug', '../..'],
  ])('answers %s=%s with a problem of the client', async (name, value) => {
    const { status } = await post({ ...typed, slug: 'contested', version: '1', [name]: value })

    assert.ok(status >= 400 && status < 500, String(status))
  })
})

describe.runIf(identity)('post /write/preview', () => {
  it('answers the HTML of a body', async () => {
    const response = await preview('*Hi* <script>')

    assert.deepEqual(response.json(), { html: '<p><em>Hi</em> &lt;script&gt;</p>\n' })
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
  })

  it('wants a body', async () => {
    const response = await preview(undefined)

    assert.equal(response.status, 422)
  })
})

async function post(form: Record<string, string>, headers?: Record<string, string>) {
  return app.fetch('/write', {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: headers ?? (await as('writer')),
  })
}

async function preview(body: string | undefined, headers?: Record<string, string>) {
  return app.fetch('/write/preview', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(headers ?? (await as('writer'))) },
    body: JSON.stringify({ body }),
  })
}
