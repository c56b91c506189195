import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { usePlayground } from './use-playground.ts'

describe('post /preprocess', () => {
  const { app, post, preprocess } = usePlayground()

  it.each([
    ['markdown', '# Hello', '<h1>Hello</h1>\n', 'text/html'],
    ['pug', 'h1 Hello', '<h1>Hello</h1>', 'text/html'],
    ['scss', 'a { b { c: 1 + 1 } }', 'a b {\n  c: 2;\n}', 'text/css'],
    ['typescript', 'let a: number = 1', 'let a = 1', 'text/javascript'],
    ['tsx', 'const a = <b>1</b>', 'const a = React.createElement(', 'text/javascript'],
  ])('compiles %s', async (lang, source, output, type) => {
    const response = await preprocess(lang, source)

    const answer = response.json() as { output: string; type: string }
    assert.equal(response.status, 200)
    assert.ok(answer.output.startsWith(output), answer.output)
    assert.equal(answer.type, `${type}; charset=utf-8`)
  })

  it.each([
    ['scss', 'a {\n  b: ;\n}', 'line 2, column 6'],
    ['pug', 'p\n  a(', 'line 2'],
    ['typescript', 'let a = 1\nlet = ;', 'line 2'],
    ['tsx', 'const a = <b>', 'line 1'],
  ])('tells where %s is wrong', async (lang, source, place) => {
    const response = await preprocess(lang, source)

    const { code, errors } = response.json() as Problem
    assert.equal(response.status, 422)
    assert.equal(code, 'CONVERT_INPUT_INVALID')
    assert.ok(errors![0]!.path.startsWith(place), errors![0]!.path)
  })

  it('compiles the same once', async () => {
    const first = await preprocess('scss', 'a { known: yes }')
    const again = await preprocess('scss', 'a { known: yes }')

    assert.deepEqual(
      [first, again].map((it) => (it.json() as { isKnown: boolean }).isKnown),
      [false, true],
    )
  })

  it('sends each language to a function of its own', async () => {
    const response = await post('/preprocess', { lang: 'scss', source: 'a { b: c }' })

    assert.equal(response.status, 307)
    assert.equal(response.headers.get('location'), '/preprocess/style/scss')
  })

  it('names the languages that there are', async () => {
    const response = await preprocess('cobol', 'MOVE 1 TO A.')

    const { code, detail } = response.json() as Problem
    assert.equal(response.status, 404)
    assert.equal(code, 'CONVERTER_NOT_FOUND')
    assert.match(detail, /There are markdown, pug, scss, tsx, typescript/)
  })

  it('refuses what is too large, and what is no question', async () => {
    const large = await preprocess('scss', 'x'.repeat(64 * 1024 + 1))
    const huge = await preprocess('scss', 'x'.repeat(1024 * 1024))
    const odd = await preprocess('scss', 'a { b: c }', { fiber: 'yes' })
    const none = await post('/preprocess/style/scss', { source: 1 })

    assert.deepEqual(
      [large, huge, odd, none].map(({ status }) => status),
      [413, 413, 422, 422],
    )
  })

  it('refuses more than 300 a minute from one address, and from no other', async () => {
    const ask = async (sourceIp: string) => {
      const payload = {
        version: '2.0',
        rawPath: '/preprocess/markup/markdown',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ source: 'the same' }),
        requestContext: { http: { method: 'POST', path: '/', sourceIp }, timeEpoch: Date.now() },
      }
      const name = 'post /preprocess/markup/markdown'
      return (await app.invoke({ pragma: 'http', name, payload })) as { statusCode: number }
    }
    // So that all of them are in the same minute.
    await app.clock.advance({ seconds: 60 - ((Date.now() / 1000) % 60) })

    const answers = await Promise.all(Array.from({ length: 301 }, () => ask('203.0.113.9')))
    const other = await ask('203.0.113.10')

    const refused = answers.filter(({ statusCode }) => statusCode === 429)
    assert.equal(refused.length, 1)
    assert.equal(other.statusCode, 200)
  })
})

describe('a pen', () => {
  const { app, post } = usePlayground()
  const pen = {
    markup: { lang: 'html', source: '<p>1 < 2 & "3"</textarea>' },
    style: { lang: 'css', source: '' },
    script: { lang: 'javascript', source: '' },
  }

  it('is found by what is in it, however often it is saved', async () => {
    const first = await post('/pens', pen)
    const again = await post('/pens', pen)
    const page = await app.fetch(first.headers.get('location')!)

    assert.equal(first.status, 201)
    assert.deepEqual(again.json(), first.json())
    assert.match(page.text(), /&lt;p&gt;1 &lt; 2 &amp; &quot;3&quot;&lt;\/textarea&gt;<\/textarea>/)
  })

  it('that nobody saved is a page that says so', async () => {
    const response = await app.fetch('/pens/none')

    assert.equal(response.status, 404)
  })

  it('that is too large is refused', async () => {
    const script = { lang: 'javascript', source: 'x'.repeat(70_000) }
    const response = await post('/pens', { ...pen, script })

    assert.equal(response.status, 413)
  })

  it('is shown where it can do nothing', async () => {
    const page = await app.fetch('/')
    const preview = await app.fetch('/preview')

    const policy = preview.headers.get('content-security-policy')!
    assert.match(page.text(), /<iframe [^>]*sandbox="allow-scripts"/)
    assert.match(policy, /^sandbox allow-scripts; default-src 'none';/)
    assert.doesNotMatch(policy, /same-origin|connect-src|https?:/)
  })
})

interface Problem {
  code: string
  detail: string
  errors?: { path: string; message: string }[]
}
