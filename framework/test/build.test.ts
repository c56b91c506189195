import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder, type Built } from '../build/builder.ts'
import { readManifest } from '../manifest.ts'

const project = mkdtempSync(join(tmpdir(), 'plugboard-build-'))
const builder = createBuilder()

beforeAll(() => {
  for (const part of ['app.arc', 'package.json', 'framework', 'src', 'public']) {
    cpSync(part, join(project, part), { recursive: true })
  }
  symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'))
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

  const inputsOf = (name: string) => Object.keys(metafiles.get(name)?.inputs ?? {})

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
  const page = join(project, 'src/http/get-robots_txt/index.ts')
  const bundle = join(project, '.plugboard/build/http/get-robots_txt/index.mjs')
  const source = readFileSync('src/http/get-robots_txt/index.ts', 'utf8')

  beforeAll(async () => {
    await builder.start(await readManifest(project))
  })

  it('builds again only what the changed file is part of', async () => {
    writeFileSync(page, source.replaceAll('User-agent: *', 'User-agent: changed'))

    const rebuilt = await builder.rebuild(page)

    assert.deepEqual(
      rebuilt.map(({ name }) => name),
      ['get /robots.txt'],
    )
    assert.match(readFileSync(bundle, 'utf8'), /User-agent: changed/)
  })

  it('tells file and line of a syntax error, and leaves the last good build in place', async () => {
    const before = readFileSync(bundle, 'utf8')
    writeFileSync(page, `${source}\nconst = broken`)

    const [failed] = await builder.rebuild(page)

    assert.match(failed!.errors.join(), /src\/http\/get-robots_txt\/index\.ts:\d+:\d+/)
    assert.equal(readFileSync(bundle, 'utf8'), before)
  })

  it('builds again once the error is mended', async () => {
    writeFileSync(page, source)

    const [mended] = await builder.rebuild(page)

    assert.deepEqual(mended!.errors, [])
  })
})
