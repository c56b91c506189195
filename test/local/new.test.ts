import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { copyProject, run } from '#framework/test/scratch-project.ts'

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

  // Names that nobody has taken: this runs in a copy of whatever this project has become.
  const kinds = [
    'http get /made-hello',
    'http post /made-again/:id',
    'event made-order',
    'queue made-pictures',
    'scheduled made-report rate(1 day)',
    'table made-notes id',
    'table made-memos owner id',
    'service made-feedback',
  ]
  it.each(kinds)('writes %s', async (words) => {
    const { code, output } = await make(words)

    assert.equal(code, 0, output)
    assert.match(output, /^wrote [^]*wrote app\.arc \(changed\)/)
  })

  it('writes bucket made-covers, which needs no code', async () => {
    const { code, output } = await make('bucket made-covers')

    assert.equal(code, 0, output)
    assert.match(output, /^wrote app\.arc \(changed\)\n\n.*BUCKET_MADE_COVERS/)
    assert.match(paper('app.arc'), /^@buckets\n(?:.+\n)*made-covers$/m)
  })

  it.each([
    ['http get /made-hello', /src\/http\/get-made_hello\/index\.ts is there already/],
    ['http fetch /made-hello', /"fetch" is no method/],
    ['http get hello', /"hello" is no path/],
    ['event Order', /"Order" will not do as a name/],
    ['scheduled every-day daily', /"daily" is no schedule/],
    ['scheduled every-day cron(0 25 x * ? *)', /Invalid @scheduled item/],
    ['table letters', /"" is no key/],
    ['bucket static', /"static" is the bucket of the static files/],
    ['lambda x', /There is no "lambda"/],
  ])('refuses %s, and writes nothing', async (words, reason) => {
    const before = readFileSync(`${folder}/app.arc`, 'utf8')

    const { code, output } = await make(words)

    assert.equal(code, 1, output)
    assert.match(output, reason)
    assert.equal(readFileSync(`${folder}/app.arc`, 'utf8'), before)
  })

  const written = [
    'src/http/get-made_hello/index.ts',
    'src/http/post-made_again-000id/index.ts',
    'src/shared/made-order.ts',
    'src/events/made-order/index.ts',
    'src/shared/made-pictures.ts',
    'src/queues/made-pictures/index.ts',
    'src/scheduled/made-report/index.ts',
    'src/shared/made-notes.ts',
    'src/shared/made-memos.ts',
    'src/shared/test/made-notes.test.ts',
    'src/shared/test/made-memos.test.ts',
    'src/plugins/made-feedback',
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
    const tests = 'src/plugins/made-feedback src/shared/test/made-notes src/shared/test/made-memos'

    const { code, output } = await tool('vitest', `run ${tests}`)

    assert.equal(code, 0, output)
  }, 60_000)

  it('is told of in the papers', () => {
    assert.match(
      paper('docs/errors.md'),
      /^## made-feedback\n[^]*\| MADE_FEEDBACK_NOT_FOUND +\| 404 /m,
    )
    assert.match(
      paper('docs/tables.md'),
      /^## made-notes [^]*\| `made-feedback-entries` +\| `id` +\|/m,
    )
    assert.match(paper('README.md'), /\[made-feedback\]\(src\/plugins\/made-feedback\/README\.md\)/)
  })
})
