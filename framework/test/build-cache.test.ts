import assert from 'node:assert/strict'
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { createBuilder } from '../build/builder.ts'
import { readManifest } from '../manifest.ts'
import { createProject, write } from './scratch-project.ts'

const manifest = `@app
cached

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
get /cached-page
`
const page = 'src/http/get-cached_page/index.ts'
const source = `import { http, text } from '#framework/http.ts'
import { word } from '../../shared/word'

export const handler = http(() => text('a page' + word))
`

describe('the cache of bundles', () => {
  let project: string

  beforeEach(async () => {
    project = createProject({
      'app.arc': manifest,
      [page]: source,
      'src/shared/word.js': `export const word = ' of ${Math.random()}'\n`,
    })
    await build(project)
    // A mark in what is kept: it shows where a bundle came from.
    for (const file of keptOf(project)) writeFileSync(file, `${readFileSync(file, 'utf8')}\n//KEPT`)
  })
  afterEach(() => rmSync(project, { recursive: true, force: true }))

  it('has what was built of the same', async () => {
    const bundle = await build(project)

    assert.match(bundle, /a page/)
    assert.match(bundle, /\/\/KEPT$/)
  })

  it('has it for a copy of the project, too', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'plugboard-scratch-'))
    cpSync(project, copy, { recursive: true, verbatimSymlinks: true })

    const bundle = await build(copy)

    rmSync(copy, { recursive: true })
    assert.match(bundle, /\/\/KEPT$/)
  })

  const changes: [what: string, () => void][] = [
    ['its source', () => write(project, page, source.replace('a page', 'a new page'))],
    ['a file it imports', () => write(project, 'src/shared/word.js', `export const word = '!'\n`)],
    [
      'what an import means, by a new file',
      () => write(project, 'src/shared/word.ts', `export const word = '?'\n`),
    ],
    [
      'what packages there are',
      () => {
        const file = join(project, 'package.json')
        const { version, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
        writeFileSync(file, JSON.stringify({ ...rest, version: `${version}-new` }))
      },
    ],
  ]
  for (const [what, change] of changes) {
    it(`has nothing after a change of ${what}`, async () => {
      change()

      const bundle = await build(project)

      assert.doesNotMatch(bundle, /\/\/KEPT$/)
    })
  }

  it('has it once more when a change is taken back', async () => {
    write(project, page, source.replace('a page', 'a new page'))
    const changed = await build(project)
    write(project, page, source)

    const bundle = await build(project)

    assert.match(changed, /a new page/)
    assert.match(bundle, /\/\/KEPT$/)
  })

  it('is not asked for what is changed while one works', async () => {
    const builder = createBuilder()
    await builder.start(await readManifest(project))

    write(project, page, source.replace('a page', 'a page as it was'))
    await builder.rebuild(join(project, page))
    write(project, page, source)
    await builder.rebuild(join(project, page))

    const bundle = readFileSync(join(project, output), 'utf8')
    await builder.stop()
    assert.match(bundle, /a page/)
    assert.doesNotMatch(bundle, /as it was|\/\/KEPT$/)
  })

  it('is no harm when it cannot be read', async () => {
    for (const file of keptOf(project)) rmSync(file)

    const bundle = await build(project)

    assert.match(bundle, /a page/)
  })
})

const output = '.plugboard/build/http/get-cached_page/index.mjs'

async function build(project: string): Promise<string> {
  const builder = createBuilder()
  const built = await builder.start(await readManifest(project))
  await builder.stop()
  assert.deepEqual(
    built.flatMap(({ errors }) => errors),
    [],
  )
  return readFileSync(join(project, output), 'utf8')
}

/** The entries of kept bundles that are of this project alone: by its word. */
function keptOf(project: string): string[] {
  const word = /' of (.*)'/.exec(readFileSync(join(project, 'src/shared/word.js'), 'utf8'))![1]!
  const cwd = join(project, 'node_modules/.cache/plugboard')
  return globSync('*/*/files/index.mjs', { cwd })
    .map((file) => join(cwd, file))
    .filter((file) => readFileSync(file, 'utf8').includes(word))
}
