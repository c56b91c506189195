import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder } from '../build/builder.ts'
import { readManifest } from '../manifest.ts'
import { createProject, write } from './scratch-project.ts'

describe('the build of npm start', () => {
  const names = Array.from({ length: 12 }, (_, index) => `page-${index}`)
  const page = 'src/http/get-page_0/index.ts'
  const source = `import { http, text } from '#framework/http.ts'
import { word } from '#shared/word.ts'

export const handler = http(() => text('as it was' + word))
`
  const project = createProject({
    'app.arc': `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
${names.map((name) => `get /${name}`).join('\n')}
`,
    'src/shared/word.ts': `export const word = ', and here'\n`,
    ...Object.fromEntries(
      names.map((name) => [`src/http/get-${name.replace('-', '_')}/index.ts`, source]),
    ),
  })
  const builder = createBuilder()
  const bundle = join(project, '.plugboard/build/http/get-page_0/index.mjs')
  const rebuild = (text: string) => {
    write(project, page, text)
    return builder.rebuild(join(project, page))
  }

  beforeAll(async () => {
    await builder.start(await readManifest(project))
  })
  afterAll(async () => {
    await builder.stop()
    rmSync(project, { recursive: true, force: true })
  })

  it('builds again only what the changed file is part of', async () => {
    const rebuilt = await rebuild(source.replace('as it was', 'changed'))

    assert.deepEqual(
      rebuilt.map(({ name }) => name),
      ['get /page-0'],
    )
    assert.match(readFileSync(bundle, 'utf8'), /changed/)
  })

  it('builds what was used last first, where many share a file', async () => {
    builder.noteUse({ pragma: 'http', name: 'get /page-9' })
    builder.noteUse({ pragma: 'http', name: 'get /page-11' })

    const rebuilt = await builder.rebuild(join(project, 'src/shared/word.ts'))

    // Two are built at a time, so a small third may be ready between them.
    const order = rebuilt.map(({ name }) => name)
    assert.ok(order.length > 10)
    assert.ok(order.indexOf('get /page-9') < 4, order.join(', '))
    assert.ok(order.indexOf('get /page-11') < 4, order.join(', '))
  })

  it('tells file and line of a syntax error, and leaves the last good build in place', async () => {
    const before = readFileSync(bundle, 'utf8')

    const [failed] = await rebuild(`${source}\nconst = broken`)

    assert.match(failed!.errors.join(), /src\/http\/get-page_0\/index\.ts:\d+:\d+/)
    assert.equal(readFileSync(bundle, 'utf8'), before)
  })

  it('builds again once the error is mended', async () => {
    const [mended] = await rebuild(source)

    assert.deepEqual(mended!.errors, [])
  })
})
