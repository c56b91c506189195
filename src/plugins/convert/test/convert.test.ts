import assert from 'node:assert/strict'
import { unzipSync } from 'fflate'
import { describe, it } from 'vitest'
import { convertText } from '#services/convert/texts'
import { toProblem, useConvert } from './use-convert.ts'

describe('post /convert/…', () => {
  const { app, convert, signedIn } = useConvert()

  it.each([
    ['markdown', '# Hi <b>', '<h1>Hi &lt;b&gt;</h1>\n', 'text/html'],
    ['scss?style=compressed', '@use "sass:math"; a { b: math.div(4, 2) }', 'a{b:2}', 'text/css'],
    ['typescript', 'const a: number = 1', 'const a = 1;\n', 'text/javascript'],
    [
      'typescript?jsx=automatic',
      'export const a: JSX.Element = <b>{c as string}</b>',
      'import {jsx as _jsx} from "react/jsx-runtime";export const a = _jsx(\'b\', { children: c })',
      'text/javascript',
    ],
    ['pug', 'each x in [1, 2]\n  li= x * 2', '<li>2</li><li>4</li>', 'text/html'],
    ['pug?locals={"name":"<Ada>"}', 'p= name', '<p>&lt;Ada&gt;</p>', 'text/html'],
  ])('converts %s', async (path, source, expected, type) => {
    const response = await convert(path, source)

    assert.equal(response.status, 200)
    assert.equal(response.text(), expected)
    assert.equal(response.headers.get('content-type'), `${type}; charset=utf-8`)
  })

  it('converts for a function of the app in the same way, from the same that is known', async () => {
    const source = `a { b: ${Date.now()}px }`

    const mine = await convertText('scss', source, { style: 'compressed' })
    const asked = await convert('scss?style=compressed', source)

    assert.deepEqual([mine.isKnown, asked.headers.get('x-conversion')], [false, 'known'])
    assert.equal(mine.text, asked.text())
    await assert.rejects(convertText('scss', 'a { b: }'), {
      code: 'CONVERT_INPUT_INVALID',
      errors: [{ path: 'line 1, column 8', message: 'Expected expression.' }],
    })
    await assert.rejects(convertText('toString', ''), { code: 'CONVERTER_NOT_FOUND' })
    await assert.rejects(convertText('pug', '', { colour: 'red' }), { code: 'INVALID_INPUT' })
  })

  it('answers the same content from what is known', async () => {
    const first = await convert('markdown', '*once*')
    const again = await convert('markdown', '*once*')
    const other = await convert('markdown?breaks=true', '*once*')

    assert.equal(first.headers.get('x-conversion'), 'new')
    assert.equal(again.headers.get('x-conversion'), 'known')
    assert.equal(again.text(), first.text())
    assert.equal(other.headers.get('x-conversion'), 'new')
  })

  it('converts once what is asked for many times at once', async () => {
    const source = `a { b: 1 } // ${Date.now()}`

    const responses = await Promise.all(Array.from({ length: 8 }, () => convert('scss', source)))

    assert.deepEqual(new Set(responses.map(({ status }) => status)), new Set([200]))
    const made = responses.filter(({ headers }) => headers.get('x-conversion') === 'new')
    assert.equal(made.length, 1)
  })

  it.each([
    ['scss', 'a { b: }', 'Expected expression', 'line 1, column 8'],
    ['typescript', 'let a = 1\nlet x: = 3\n', 'Unexpected token', 'line 2, column 8'],
    ['typescript?jsx=classic', 'const a = <b>\n  {c</b>', 'Unexpected token', 'line 2, column 9'],
    ['typescript?jsx=classic', '<a/>\nnamespace N { }', 'Namespaces', 'line 2, column 1'],
    ['pug', 'p\n  a(b=', 'no closing bracket', 'line 2, column 7'],
  ])('tells where %s is wrong', async (path, source, words, place) => {
    const problem = toProblem(await convert(path, source))

    assert.equal(problem.status, 422)
    assert.equal(problem.code, 'CONVERT_INPUT_INVALID')
    assert.match(problem.detail!, new RegExp(words))
    assert.equal((problem.errors as unknown as { path: string }[])[0]?.path, place)
  })

  it('says what TypeScript is wrong, and what options there are', async () => {
    const source = toProblem(await convert('typescript', 'let x: = 3'))
    const option = toProblem(await convert('scss?style=pretty', 'a { b: c }'))
    const unknown = toProblem(await convert('markdown?colour=red', 'x'))

    assert.match(source.detail!, /Unexpected token/)
    assert.deepEqual([option.status, option.code], [422, 'INVALID_INPUT'])
    assert.deepEqual([unknown.status, unknown.code], [422, 'INVALID_INPUT'])
  })

  it('refuses another type, and more than it takes', async () => {
    const type = toProblem(await convert('image', '<svg/>', 'image/svg+xml'))
    const large = toProblem(await convert('scss', 'a'.repeat(1024 * 1024 + 1)))

    assert.deepEqual([type.status, type.code], [415, 'CONVERT_TYPE_REFUSED'])
    assert.deepEqual([large.status, large.code], [413, 'BODY_TOO_LARGE'])
  })

  it('is closed to strangers, and to forms of other sites', async (test) => {
    const init = { method: 'POST', body: 'p x', headers: { 'content-type': 'text/plain' } }
    const stranger = await app.fetch('/convert/pug', init)
    assert.equal(stranger.status, 401)
    if (process.env['LOCAL_TOKENS_URL'] === undefined) return test.skip()

    const headers = { ...init.headers, ...(await signedIn()), origin: 'https://evil.example' }
    const foreign = await app.fetch('/convert/pug', { ...init, headers })

    assert.equal(toProblem(foreign).code, 'FORBIDDEN_ORIGIN')
  })

  it('shows a result without letting it do anything', async () => {
    const response = await convert('pug', 'script.\n  alert(1)')

    assert.match(response.headers.get('content-security-policy')!, /^sandbox; default-src 'none'/)
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  })
})

describe('CSV', () => {
  const { convert } = useConvert()
  const sheetOf = async (path: string, source: string) => {
    const response = await convert(path, source, 'text/csv')
    assert.equal(response.status, 200, response.text().slice(0, 300))
    const files = unzipSync(response.bytes())
    return Buffer.from(files['xl/worksheets/sheet1.xml']!).toString()
  }

  it('becomes a sheet with numbers as numbers, and formulas as text', async () => {
    const sheet = await sheetOf('csv', 'name,n\r\n"x ""y"",\nz",1.5\r\n=1+1,007\r\n')

    assert.match(sheet, /<pane ySplit="1"/)
    assert.match(sheet, /<t xml:space="preserve">x &quot;y&quot;,\nz<\/t>/)
    assert.match(sheet, /<c><v>1\.5<\/v><\/c>/)
    assert.match(sheet, />=1\+1</)
    assert.match(sheet, />007</)
    assert.equal(sheet.match(/<row /g)!.length, 3)
  })

  it('finds its delimiter', async () => {
    const sheet = await sheetOf('csv?heading=false', 'a;b,c;d\n1;2;3\n')

    assert.match(sheet, />b,c</)
    assert.doesNotMatch(sheet, /pane/)
  })

  it('is refused with the line where it is broken, or too much for a cell', async () => {
    const open = toProblem(await convert('csv', 'a,b\n1,"2', 'text/csv'))
    const long = toProblem(await convert('csv', `a\n${'x'.repeat(40_000)}`, 'text/csv'))
    const latin = toProblem(await convert('csv', Buffer.from([0x61, 0xe4]), 'text/csv'))

    assert.match(open.detail!, /line 2: a quote is not closed/)
    assert.match(long.detail!, /line 2: a cell has 40000 characters/)
    assert.match(latin.detail!, /not UTF-8/)
  })
})
