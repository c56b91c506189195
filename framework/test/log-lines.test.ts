import assert from 'node:assert/strict'
import { stripVTControlCharacters } from 'node:util'
import { describe, it } from 'vitest'
import { createLogRenderer } from '../local/log-lines.ts'

const entry = (fields: object) =>
  JSON.stringify({ time: '2026-11-21T09:10:11.123Z', level: 'info', message: 'hello', ...fields })

function render(...chunks: string[]): string {
  const write = createLogRenderer()
  return stripVTControlCharacters(chunks.map((chunk) => write(chunk)).join(''))
}

describe('the log of npm start', () => {
  it('shortens an entry of a function', () => {
    const line = entry({ function: '@events paid', requestId: '0123456789', amount: 3 })

    assert.equal(render(`\n${line}\n`), '09:10:11 info events paid hello amount=3 #01234567\n')
  })

  it('shows errors in full, with their causes', () => {
    const cause = { name: 'Error', message: 'why', stack: 'Error: why\n    at b (b.ts:2:1)' }
    const error = { name: 'TypeError', code: 'E', message: 'what', stack: 'x\n    at a (a.ts:1:1)' }
    const line = entry({ level: 'error', error: { ...error, cause } })

    assert.equal(
      render(`\n${line}\n`),
      [
        '09:10:11 error hello',
        '  E TypeError: what',
        '    at a (a.ts:1:1)',
        '  caused by Error: why',
        '    at b (b.ts:2:1)',
        '',
      ].join('\n'),
    )
  })

  it('puts a line together that came in two chunks', () => {
    const line = `${entry({})}\n`

    assert.equal(
      render(`\n${line.slice(0, 20)}`, 'rebuilt get /\n', `\n${line.slice(20)}`),
      'rebuilt get /\n09:10:11 info hello\n',
    )
  })

  it('tells an error once that a function logged and threw', () => {
    const error = { name: 'Error', message: 'no', stack: 'Error: no\n    at a (a.ts:1:1)' }
    const thrown = "Error: no\n    at a (a.ts:1:1) {\n  code: 'E'\n}\n"

    const shown = render(`\n${entry({ error })}\n`, `\n${thrown}after\n`, `\n${thrown}`)

    assert.equal(shown, `09:10:11 info hello\n  Error: no\n    at a (a.ts:1:1)\nafter\n${thrown}`)
  })

  it('leaves out metrics, and leaves other text alone', () => {
    assert.equal(render('\n{"_aws":{},"Orders":1}\n', '\nplain\n{"a":1}\n'), 'plain\n{"a":1}\n')
  })
})
