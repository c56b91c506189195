import test from 'tape'
import { as, eventually, visit } from '../../../../../test/acceptance/client.ts'

const reader = async () => ((await as('reader')) ?? {}) as Record<string, string>

const post = async (path: string, body: string, type: string) =>
  visit(path, { method: 'POST', body, headers: { 'content-type': type, ...(await reader()) } })

test('POST /convert/scss answers CSS, the second time from what is known', async (t) => {
  if (!(await as('reader'))) return t.skip('nobody can sign in here')
  const source = `a { b: { c: ${Date.now()} } }`

  const first = await post('/convert/scss?style=compressed', source, 'text/plain')
  const again = await post('/convert/scss?style=compressed', source, 'text/plain')

  t.match(await first.text(), /^a\{b-c:\d+\}$/)
  t.equal(first.headers.get('x-conversion'), 'new')
  t.equal(again.headers.get('x-conversion'), 'known')
})

test('POST /convert/pug contains what never ends', async (t) => {
  if (!(await as('reader'))) return t.skip('nobody can sign in here')

  const response = await post('/convert/pug', '- while (true) {}', 'text/plain')

  t.equal(response.status, 422)
  t.equal(((await response.json()) as { code: string }).code, 'CONVERT_TIME_EXCEEDED')
})

test('a conversion goes from its upload to its result by itself', async (t) => {
  if (!(await as('reader'))) return t.skip('nobody can sign in here')
  const asked = { converter: 'mind-map', type: 'application/json', options: { format: 'png' } }

  const begun = await post('/conversions', JSON.stringify(asked), 'application/json')
  const { id, upload } = (await begun.json()) as {
    id: string
    upload: { url: string; fields: Record<string, string> }
  }
  const form = new FormData()
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value)
  form.append('file', new Blob(['{ "title": "Plan" }'], { type: 'application/json' }))
  const sent = await fetch(upload.url, { method: 'POST', body: form })
  const result = await eventually('the end of the conversion', async () => {
    const response = await visit(`/conversions/${id}`, { headers: await reader() })
    return ((await response.json()) as { result?: { url: string; type: string } }).result
  })

  t.equal(begun.status, 201)
  t.equal(sent.status, 201)
  t.equal(result.type, 'image/png')
  t.equal(
    Buffer.from(await (await fetch(result.url)).arrayBuffer()).toString('latin1', 1, 4),
    'PNG',
  )
})
