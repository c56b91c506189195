import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder } from '../build/builder.ts'
import type { Built } from '../build/entry.ts'
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

describe('a build that nobody waits for', () => {
  const handler = `import { http, text } from '#framework/http.ts'

export const handler = http(() => text('here'))
`
  const pages = Array.from({ length: 16 }, (_, index) => `page_${index}`)
  const project = createProject({
    'app.arc': `@app
lazy

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
${pages.map((name) => `get /${name.replace('_', '-')}`).join('\n')}
`,
    ...Object.fromEntries(pages.map((name) => [`src/http/get-${name}/index.ts`, handler])),
  })
  const told: Built[] = []
  const builder = createBuilder({ report: (built) => told.push(...built) })
  const fileOf = (name: string) => join(project, `.plugboard/build/http/get-${name}/index.mjs`)
  const isBuilt = (name: string) => existsSync(fileOf(name))
  const readBundle = (name: string) => readFileSync(fileOf(name), 'utf8')
  const whenBuilt = (name: string) => builder.whenBuilt({ pragma: 'http', name: `get /${name}` })

  afterAll(async () => {
    await builder.stop()
    rmSync(project, { recursive: true, force: true })
  })

  it('does not keep the start waiting, and builds first what is asked for', async () => {
    write(project, 'src/http/get-page_2/index.ts', 'const = broken')
    builder.buildLazily()
    await builder.start(await readManifest(project))

    const asked = whenBuilt('page-7')
    const isWaiting = !isBuilt('page_7')
    await asked

    assert.equal(isWaiting, true)
    assert.equal(isBuilt('page_7'), true)
    assert.equal(isBuilt('page_15'), false)
  })

  it('does not keep a change waiting either', async () => {
    const file = join(project, 'src/http/get-page_7/index.ts')
    write(project, 'src/http/get-page_7/index.ts', handler.replace('here', 'changed'))

    const rebuilt = await builder.rebuild(file)

    assert.ok(rebuilt.some(({ name }) => name === 'get /page-7'))
    assert.match(readBundle('page_7'), /changed/)
  })

  it('tells what does not compile when all have been tried, and waits no more', async () => {
    await Promise.all(pages.map((name) => whenBuilt(name.replace('_', '-'))))
    await setImmediate()

    assert.deepEqual(
      pages.map(isBuilt),
      pages.map((name) => name !== 'page_2'),
    )
    assert.equal(whenBuilt('page-1'), undefined)
    assert.match(told.flatMap(({ errors }) => errors).join(), /get-page_2\/index\.ts:1:/)
  })
})

describe('a service that lies outside of the project', () => {
  it('is refused, and its source left alone', async () => {
    const source = 'far/http/get-far/index.ts'
    const elsewhere = createProject({
      'far/index.ts': `import { defineService } from '#framework/service.ts'

export default defineService({ name: 'far', dir: import.meta.dirname, http: ['get /far'] })
`,
      [source]: 'export const handler = async () => ({ statusCode: 204 })\n',
    })
    const project = createProject()
    const manifest = readFileSync(join(project, 'app.arc'), 'utf8')
    const path = relative(project, join(elsewhere, 'far/index.ts'))
    write(project, 'app.arc', manifest.replace('@http', `far\n  src ${path}\n\n@http`))
    const inventory = await readManifest(project)

    const build = createBuilder().buildForDeploy(inventory)

    await assert.rejects(build, /get \/far would be built over its own source/)
    assert.equal(existsSync(join(elsewhere, source)), true)
    for (const folder of [elsewhere, project]) rmSync(folder, { recursive: true, force: true })
  })
})
