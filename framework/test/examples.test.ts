import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { countLines, listExamples } from '../cli/examples/count-lines.ts'
import { readFigures, tellFigures, toTable } from '../testing/figures.ts'
import { createProject, run, write } from './scratch-project.ts'

describe('the size of an example', () => {
  let folder: string
  beforeAll(() => {
    folder = createProject({
      'examples/tiny/app.arc': '@app\ntiny\n\n# what it has\n@http\nget /\n',
      'examples/tiny/src/http/get-index/index.ts':
        '/**\n * Says.\n */\n\n// why\nlet a = 1\nlet b\n',
      'examples/tiny/src/types.gen.ts': 'let c\n',
      'examples/tiny/src/shared/test/x.test.ts': 'let d\n',
      'examples/tiny/test/use.ts': 'let e\n',
      'examples/tiny/public/build/app.js': 'let f\n',
      'examples/tiny/.plugboard/build/index.mjs': 'let g\n',
      'examples/tiny/public/page.js': 'let h\n',
      'examples/tiny/src/browser/site.css': 'a {}\n',
      'examples/notes.md': 'no app',
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is that of app.arc and of code, without tests, comments and what is handed out', () => {
    assert.equal(countLines(`${folder}/examples/tiny`), 4 + 2)
  })

  it('is asked of folders with an app.arc', () => {
    assert.deepEqual(listExamples(`${folder}/examples`), ['tiny'])
    assert.deepEqual(listExamples(`${folder}/nowhere`), [])
  })

  it('leaves figures beside it, for whoever runs the tests', () => {
    write(folder, 'figures', '')
    process.env['PLUGBOARD_FIGURES'] = `${folder}/figures`
    const told = { what: 'p95', figure: '412 ms', bar: '2 s at most', isMet: true }

    tellFigures([told])
    tellFigures([{ ...told, figure: '3 s', isMet: false }])

    const figures = readFigures(process.env)
    assert.deepEqual(figures, [told, { ...told, figure: '3 s', isMet: false }])
    assert.match(toTable(figures), /p95 {2}412 ms {2}2 s at most {2}.*met.*\n.* {5}3 s .*not met/)
  })
})

describe('the imports of an example', () => {
  it('are framework, plugged-in services by their doors, and its own', async () => {
    const check = join(import.meta.dirname, '../cli/check-imports.ts')
    const folder = createProject({
      'src/plugins/mail/index.ts': '',
      'src/plugins/mail/api.ts': 'export {}\n',
      'src/shared/site.ts': 'export {}\n',
      'examples/one/app.arc': '@app\none\n@plugins\nmail\n  src ../../src/plugins/mail/index.ts\n',
      'examples/one/src/shared/good.ts': "import '#framework/log.ts'\nimport '#services/mail'\n",
      'examples/two/app.arc': '@app\ntwo\n',
      'examples/two/src/shared/bad.ts':
        "import '#shared/site.ts'\nimport '../../../one/src/shared/good.ts'\nimport '#services/mail'\n" +
        "import '../../../../src/plugins/mail/outgoing.ts'\nimport '#framework/testing.ts'\n",
    })

    const command = run(folder, [check])

    assert.equal(await command.ends(), 1)
    const lines = command
      .output()
      .split('\n')
      .filter((line) => line.startsWith('examples'))
    assert.deepEqual(lines.map((line) => line.replace(/ .*/, '')).toSorted(), [
      'examples/two/src/shared/bad.ts:1',
      'examples/two/src/shared/bad.ts:2',
      'examples/two/src/shared/bad.ts:3',
      'examples/two/src/shared/bad.ts:4',
      'examples/two/src/shared/bad.ts:4',
      'examples/two/src/shared/bad.ts:5',
    ])
    assert.match(command.output(), /plug it in, in examples\/two\/app\.arc/)
    rmSync(folder, { recursive: true, force: true })
  })
})
