import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder, type Built } from '../build/builder.ts'
import { addItem } from '../cli/new/manifest.ts'
import { readManifest } from '../manifest.ts'
import { write } from './scratch-project.ts'

const project = mkdtempSync(join(tmpdir(), 'plugboard-build-'))
const builder = createBuilder()

// A route of the test's own: those of the app are there to be deleted.
const page = 'src/http/get-made_here/index.ts'
const source = `import { http, text } from '#framework/http.ts'

export const handler = http(() => text('as it was'))
`

beforeAll(() => {
  for (const part of ['app.arc', 'package.json', 'framework', 'src', 'public']) {
    cpSync(part, join(project, part), { recursive: true })
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'))
  write(project, 'app.arc', addItem(readFileSync('app.arc', 'utf8'), 'http', ['get /made-here']))
  write(project, page, source)
})
afterAll(async () => {
  await builder.stop()
  rmSync(project, { recursive: true, force: true })
})

describe('the build for deploy', () => {
  let built: Built[]
  let metafiles: Map<string, Metafile>

  beforeAll(async () => {
    ;({ built, metafiles } = await builder.buildForDeploy(await readManifest(project)))
  })

  const inputsOf = (name: string) => {
    assert.ok(metafiles.has(name), `there is a function ${name}`)
    return Object.keys(metafiles.get(name)!.inputs)
  }

  it('tells the size of every function', () => {
    assert.ok(built.length > 10)
    assert.ok(built.every(({ bytes }) => bytes! > 0))
  })

  it('has no emulator, no twin and no code of a developer’s machine in any function', () => {
    const local =
      /framework\/(local|build|deploy|plugin|cli|testing)\/|\/twin(\.ts|\/)|fauxqs|dynalite|@architect|vitest|\/seed/

    for (const name of metafiles.keys()) {
      assert.deepEqual(
        inputsOf(name).filter((file) => local.test(file)),
        [],
        name,
      )
    }
  })

  it('does not make a route pay for the libraries of another', () => {
    assert.deepEqual(
      inputsOf('get /health').filter((file) => /graphql|markdown-it/.test(file)),
      [],
    )
    assert.deepEqual(
      inputsOf('get /articles/:slug').filter((file) => /markdown-it/.test(file)),
      [],
    )
  })
})

describe('the build of npm start', () => {
  const bundle = join(project, '.plugboard/build/http/get-made_here/index.mjs')
  const rebuild = (text: string) => {
    write(project, page, text)
    return builder.rebuild(join(project, page))
  }

  beforeAll(async () => {
    await builder.start(await readManifest(project))
  })

  it('builds again only what the changed file is part of', async () => {
    const rebuilt = await rebuild(source.replace('as it was', 'changed'))

    assert.deepEqual(
      rebuilt.map(({ name }) => name),
      ['get /made-here'],
    )
    assert.match(readFileSync(bundle, 'utf8'), /changed/)
  })

  it('builds what was used last first, where many share a file', async () => {
    const shared = join(project, 'framework/http/responses.ts')
    builder.noteUse({ pragma: 'http', name: 'get /feed.xml' })
    builder.noteUse({ pragma: 'http', name: 'get /health' })

    const rebuilt = await builder.rebuild(shared)

    // Two are built at a time, so a small third may be ready between them.
    const order = rebuilt.map(({ name }) => name)
    assert.ok(order.length > 10)
    assert.ok(order.indexOf('get /feed.xml') < 4, order.join(', '))
    assert.ok(order.indexOf('get /health') < 4, order.join(', '))
  })

  it('tells file and line of a syntax error, and leaves the last good build in place', async () => {
    const before = readFileSync(bundle, 'utf8')

    const [failed] = await rebuild(`${source}\nconst = broken`)

    assert.match(failed!.errors.join(), /src\/http\/get-made_here\/index\.ts:\d+:\d+/)
    assert.equal(readFileSync(bundle, 'utf8'), before)
  })

  it('builds again once the error is mended', async () => {
    const [mended] = await rebuild(source)

    assert.deepEqual(mended!.errors, [])
  })
})
