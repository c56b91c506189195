import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { describe, it } from 'vitest'
import { AppError } from '#framework/errors.ts'
import { inProcess } from '../program/run.ts'
import program from 'program:./hostile-program.ts'
import { toProblem, useConvert } from './use-convert.ts'

/** Two seconds and a half, where nobody else wants the processor. */
const mostMilliseconds = 18_000

const limits = { inputBytes: 1000, outputBytes: 1_000_000, milliseconds: 1500, megabytes: 256 }

describe('a program that somebody got into', () => {
  const run = inProcess(program, limits)
  const attempt = async (deed: string) => {
    try {
      return (await run(Buffer.from(deed), {})).body.toString()
    } catch (error) {
      return error as AppError
    }
  }

  it.each([
    ['file', /permission|Access/],
    ['folder', /permission|Access/],
    ['environ', /permission|Access/],
    ['parent', /permission|Access/],
    ['write', /permission|Access/],
    ['process', /permission|Access/],
    ['worker', /permission|Access/],
    ['addon', /not a function/],
    ['builtin', /not a function/],
    ['socket', /no network/],
    ['http', /no network/],
    ['names', /no network/],
    ['datagram', /no network/],
    ['code', /not a constructor|Code from strings/],
    ['constructor', /Code from strings/],
  ])('is refused: %s', async (deed, words) => {
    const outcome = await attempt(deed)

    assert.ok(outcome instanceof AppError, `it answered ${String(outcome)}`)
    assert.match(outcome.message, words)
  })

  it('finds no environment and no fetch, and leaves nothing behind', async () => {
    assert.equal(await attempt('environment'), '0')
    assert.equal(await attempt('fetch'), 'undefined')
    assert.equal(existsSync('/tmp/convert-was-here'), false)
  })

  it.each([
    ['loop', ['CONVERT_TIME_EXCEEDED']],
    // Near the end of its heap it does little but look for room.
    ['heap', ['CONVERT_MEMORY_EXCEEDED', 'CONVERT_TIME_EXCEEDED']],
    ['buffers', ['CONVERT_MEMORY_EXCEEDED']],
    ['exit', ['CONVERT_CRASHED']],
    ['flood', ['CONVERT_OUTPUT_TOO_LARGE', 'CONVERT_MEMORY_EXCEEDED']],
  ])('is ended: %s', async (deed, codes) => {
    const start = performance.now()
    const outcome = await attempt(deed)
    const took = performance.now() - start

    assert.ok(outcome instanceof AppError)
    assert.ok(codes.includes(outcome.code), outcome.code)
    assert.ok(took < mostMilliseconds, `${Math.round(took)} ms`)
    assert.equal(await attempt('honest'), 'fine')
  })
})

describe('hostile content', () => {
  const { convert } = useConvert()

  it.each(
    [
      ['pug', '- while (true) {}', 'CONVERT_TIME_EXCEEDED'],
      [
        'pug',
        '- var a = []; while (true) a.push(new Array(1e4).fill("x"))',
        'CONVERT_MEMORY_EXCEEDED',
      ],
      ['pug', '- function f() { f() } f()', 'CONVERT_INPUT_INVALID'],
      ['pug', 'p= process.env.HOME', 'CONVERT_INPUT_INVALID'],
      ['pug', 'p= require("fs")', 'CONVERT_INPUT_INVALID'],
      ['pug', 'p= (0, eval)("import(\'fs\')")', ''],
      ['pug', 'include /etc/passwd', 'CONVERT_INPUT_INVALID'],
      ['pug', 'extends ../../secret', 'CONVERT_INPUT_INVALID'],
      ['pug', ':markdown-it\n  # x', 'CONVERT_INPUT_INVALID'],
      ['scss', '@while true {}', 'CONVERT_TIME_EXCEEDED'],
      ['scss', '@use "file:///etc/passwd"', 'CONVERT_INPUT_INVALID'],
      ['scss', '@import "/etc/passwd"', 'CONVERT_INPUT_INVALID'],
      [
        'scss',
        '@use "sass:meta"; a { @include meta.load-css("http://127.0.0.1/") }',
        'CONVERT_INPUT_INVALID',
      ],
      ['scss', '@function f() { @return f() } a { b: f() }', 'CONVERT_INPUT_INVALID'],
      ['scss', `$a: "${'x'.repeat(20)}"; @for $i from 1 through 99 { $a: $a + $a !global; }`, ''],
      ['scss', `${'a{'.repeat(20_000)}`, ''],
      ['markdown', '['.repeat(50_000), ''],
      ['markdown', '> '.repeat(20_000), ''],
      ['typescript', '('.repeat(20_000), ''],
      ['typescript?jsx=classic', '<a>'.repeat(20_000), ''],
    ].map(([path, source, code]) => ({
      path: path!,
      source: source!,
      code: code!,
      title: source!.slice(0, 60),
    })),
  )('in $path is contained: $title', async ({ path, source, code }) => {
    const start = performance.now()
    const response = await convert(path, source)
    const took = performance.now() - start

    assert.ok(response.status === 200 || response.status === 422, `${response.status}`)
    if (code) assert.equal(toProblem(response).code, code, toProblem(response).detail)
    assert.doesNotMatch(response.text(), /root:|\/tmp\/pb|node_modules/)
    assert.ok(took < mostMilliseconds, `${Math.round(took)} ms`)
  })

  it('in Pug has 64 MB, whatever it fills them with', async () => {
    const response = await convert('pug', '- var a = []; for (;;) a.push(new Array(1e5).fill(a))')

    assert.match(toProblem(response).detail!, /more than 64 MB/)
  })

  it('leaves nothing for the next one', async () => {
    await convert('pug', '- Object.prototype.stolen = "mine"; globalThis.stolen = "mine"')
    const next = await convert('pug', 'p= typeof stolen + ({}).stolen')

    assert.equal(next.text(), '<p>undefinedundefined</p>')
  })

  it('in a line of CSV without an end is refused in words', async () => {
    const problem = toProblem(await convert('csv', 'x'.repeat(3_900_000), 'text/csv'))

    assert.equal(problem.code, 'CONVERT_INPUT_INVALID')
    assert.match(problem.detail!, /line 1: a cell has 3900000 characters/)
  })
})
