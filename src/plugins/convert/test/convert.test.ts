import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { useConvert } from './use-convert.ts'

describe('post /convert/…', () => {
  const { convert } = useConvert()

  it('works', async () => {
    for (const [path, body, type] of [
      ['markdown', '# Hi <b>', 'text/plain'],
      ['scss?style=compressed', 'a{b{c:1+1}}', 'text/plain'],
      ['typescript', 'enum A{B}', 'text/plain'],
      ['pug', 'p= 1+1', 'text/plain'],
      ['csv', 'a,b\n1,02\n"x ""y""\nz",=1+1\n', 'text/csv'],
      ...['pdf', 'png', 'svg', 'docx', 'html', 'markdown'].map((f) => [`mind-map?format=${f}`, JSON.stringify({ title: 'Root', ideas: { 1: { title: 'Ärger' }, 2: { title: 'b', ideas: { 1: { title: 'c *d*' } } } } }), 'application/json']),
    ] as [string, string, string][]) {
      const t = performance.now()
      const r = await convert(path, body, type)
      const t2 = performance.now()
      const again = await convert(path, body, type)
      console.log(path, r.status, r.headers.get('x-conversion'), again.headers.get('x-conversion'), (t2 - t).toFixed(), (performance.now() - t2).toFixed(), r.headers.get('content-type'), r.bytes().length, r.bytes().subarray(0, 300).toString().replace(/[^ -~\n]/g, '.').slice(0, 300))
      ;(await import('node:fs')).writeFileSync('/tmp/pb/convert-out-' + path.replace(/\W/g, '-'), r.bytes())
    }
    assert.ok(true)
  })
})
