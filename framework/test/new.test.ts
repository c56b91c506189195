import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { addItem, listItems } from '../cli/new/manifest.ts'
import { copyProject, run } from './scratch-project.ts'

describe('a line for app.arc', () => {
  it('comes last under its pragma, and leaves the rest alone', () => {
    const raw = '@app\nx\n\n# routes\n@http # all of them\nget / # home\n\n# tables\n@tables\n'

    assert.equal(
      addItem(raw, 'http', ['get /hello']),
      raw.replace('get / # home\n', 'get / # home\nget /hello\n'),
    )
  })

  it('comes before a catch-all', () => {
    assert.equal(
      addItem('@http\nget /\nany /*\n', 'http', ['get /a']),
      '@http\nget /\nget /a\nany /*\n',
    )
  })

  it('makes the pragma that is not there', () => {
    assert.equal(addItem('@app\nx\n', 'events', ['paid']), '@app\nx\n\n@events\npaid\n')
  })

  it('is indented like the others, and as far apart', () => {
    const raw = '@tables\n  a\n    id *String\n\n  b\n    id *String\n'

    assert.equal(addItem(raw, 'tables', ['c', '  id *String']), `${raw}\n  c\n    id *String\n`)
    assert.deepEqual(listItems(raw, 'tables'), ['a', 'b'])
  })
})

describe('npm run new', () => {
  let folder: string
  const paper = (file: string) => readFileSync(`${folder}/${file}`, 'utf8')
  const make = (words: string) => finish(['framework/local/boot.mjs', 'new', ...words.split(' ')])
  const tool = (name: string, parameters: string) =>
    finish([`node_modules/.bin/${name}`, ...parameters.split(' ')])

  async function finish(parameters: string[]): Promise<{ code: number | null; output: string }> {
    const command = run(folder, parameters)
    return { code: await command.ends(), output: command.output() }
  }

  beforeAll(() => {
    folder = copyProject()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const kinds = [
    'http get /hello',
    'http post /hello-again/:id',
    'event order-placed',
    'queue thumbnails',
    'scheduled nightly-report rate(1 day)',
    'table notes id',
    'table memos owner id',
    'service feedback',
  ]
  it.each(kinds)('writes %s', async (words) => {
    const { code, output } = await make(words)

    assert.equal(code, 0, output)
    assert.match(output, /^wrote [^]*wrote app\.arc \(changed\)/)
  })

  it.each([
    ['http get /hello', /src\/http\/get-hello\/index\.ts is there already/],
    ['http fetch /hello', /"fetch" is no method/],
    ['http get hello', /"hello" is no path/],
    ['event Order', /"Order" will not do as a name/],
    ['scheduled every-day daily', /"daily" is no schedule/],
    ['scheduled every-day cron(0 25 x * ? *)', /Invalid @scheduled item/],
    ['table letters', /"" is no key/],
    ['lambda x', /There is no "lambda"/],
  ])('refuses %s, and writes nothing', async (words, reason) => {
    const before = readFileSync(`${folder}/app.arc`, 'utf8')

    const { code, output } = await make(words)

    assert.equal(code, 1, output)
    assert.match(output, reason)
    assert.equal(readFileSync(`${folder}/app.arc`, 'utf8'), before)
  })

  const written = [
    'src/http/get-hello/index.ts',
    'src/http/post-hello_again-000id/index.ts',
    'src/shared/order-placed.ts',
    'src/events/order-placed/index.ts',
    'src/shared/thumbnails.ts',
    'src/queues/thumbnails/index.ts',
    'src/scheduled/nightly-report/index.ts',
    'src/shared/notes.ts',
    'src/shared/memos.ts',
    'src/shared/test/notes.test.ts',
    'src/shared/test/memos.test.ts',
    'src/plugins/feedback',
  ]

  it('passes format, lint and types', async () => {
    const papers = 'README.md docs/errors.md docs/tables.md'
    const format = await tool('oxfmt', `--check ${written.join(' ')} ${papers}`)
    const lint = await tool('oxlint', `--deny-warnings ${written.join(' ')}`)
    const imports = await finish(['framework/cli/check-imports.ts'])
    const types = await tool('tsc', '--noEmit')

    assert.equal(format.code, 0, format.output)
    assert.equal(lint.code, 0, lint.output)
    assert.equal(imports.code, 0, imports.output)
    assert.equal(types.code, 0, types.output)
  })

  it('passes its own tests', async () => {
    const tests = 'src/plugins/feedback src/shared/test/notes src/shared/test/memos'

    const { code, output } = await tool('vitest', `run ${tests}`)

    assert.equal(code, 0, output)
  }, 60_000)

  it('is told of in the papers', () => {
    assert.match(paper('docs/errors.md'), /^## feedback\n[^]*\| FEEDBACK_NOT_FOUND +\| 404 /m)
    assert.match(paper('docs/tables.md'), /^## notes [^]*\| `feedback-entries` +\| `id` +\|/m)
    assert.match(paper('README.md'), /\[feedback\]\(src\/plugins\/feedback\/README\.md\)/)
  })
})
