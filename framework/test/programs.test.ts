import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder } from '../build/builder.ts'
import { readManifest } from '../manifest.ts'
import { createProject, write } from './scratch-project.ts'

describe('a program of a function', () => {
  const program = 'src/http/get-index/program.ts'
  const project = createProject({
    'app.arc': `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
get /
`,
    'src/http/get-index/index.ts': `import { http, text } from '#framework/http.ts'
import program from 'program:./program.ts'

export const handler = http(() => text(program))
`,
    'src/http/get-index/word.ts': `export const word: string = 'one'\n`,
    [program]: `import { word } from './word.ts'\nconsole.log(word)\n`,
  })
  const builder = createBuilder()
  const folder = join(project, '.plugboard/build/http/get-index')
  const run = () =>
    globSync('program-*.mjs', { cwd: folder }).map((file) =>
      execFileSync(process.execPath, ['--permission', join(folder, file)], { encoding: 'utf8' }),
    )

  beforeAll(async () => {
    await builder.start(await readManifest(project))
  })
  afterAll(async () => {
    await builder.stop()
    rmSync(project, { recursive: true, force: true })
  })

  it('lies beside it, whole in itself', () => {
    assert.deepEqual(run(), ['one\n'])
  })

  it('is built again when a file of it changes', async () => {
    write(project, 'src/http/get-index/word.ts', `export const word: string = 'two'\n`)
    const built = await builder.rebuild(join(project, 'src/http/get-index/word.ts'))

    assert.deepEqual(
      built.map(({ name, errors }) => [name, errors]),
      [['get /', []]],
    )
    assert.ok(run().includes('two\n'))
  })
})
