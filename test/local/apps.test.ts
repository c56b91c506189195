import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { createProject, run, write, type Running } from '#framework/test/scratch-project.ts'

const boot = 'framework/local/boot.mjs'
const place = 'apps/bare'

/** An app within a project, without page shell, `src/browser` and `src/shared`; its one service is the project's. */
const files = {
  [`${place}/app.arc`]: `@app
bare

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src ../../framework/plugin.ts
greeting
  src ../../src/plugins/greeting/index.ts

@http
get /
`,
  [`${place}/src/http/get-index/index.ts`]: `import { asset } from 'plugboard:assets'
import { version } from 'plugboard:services'
import { http, json } from '#framework/http.ts'

export const handler = http(() => json({ hello: 'bare', version, map: asset('map.svg') }))
`,
  [`${place}/public/map.svg`]: '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'src/plugins/greeting/index.ts': `import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'greeting',
  dir: import.meta.dirname,
  description: 'Greets',
  http: ['get /greeting'],
  queues: { 'greeting-sent': {} },
})
`,
  'src/plugins/greeting/site.ts': `import { defineSite } from '#framework/site.ts'

export default defineSite({
  menu: [{ label: 'Greeting', href: '/greeting' }],
  styles: ['greeting.css'],
  csp: { 'img-src': ['https://pictures.example'] },
})
`,
  'src/plugins/greeting/browser/index.css': '.greeting { color: var(--accent) }',
  'src/plugins/greeting/word.ts': "export const word = 'Hello'\n",
  'src/plugins/greeting/http/get-greeting/index.ts': `import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup } from '#framework/html.ts'
import { html, http } from '#framework/http.ts'
import { word } from '../../word.ts'

export const handler = http(() => {
  const body = markup\`<h1 class="greeting">\${word}</h1>\`
  return html(renderPage({ title: 'Greeting', path: '/greeting', body }), { csp: toCsp('/greeting') })
})
`,
  'src/plugins/greeting/queues/greeting-sent/index.ts': `import { handleQueue, defineQueue } from '#framework/queues.ts'
import { z } from '#framework/validate.ts'

const queue = defineQueue('greeting-sent', { version: 1, schema: z.object({}) })
export const handler = handleQueue(queue, async () => {})
`,
}

describe('an app in a folder of the project', () => {
  let folder: string
  let port: number
  let app: Running
  const command = (...words: string[]) => run(folder, [boot, ...words])

  async function finish(...words: string[]) {
    const running = command(...words)
    return { code: await running.ends(), output: running.output() }
  }

  beforeAll(async () => {
    folder = createProject(files)
    port = await findFreePorts(20)
    app = command('start', place, '--port', String(port))
    await app.prints(/Site\s+http/)
  })
  afterAll(async () => {
    app.child.kill('SIGTERM')
    await app.ends()
    rmSync(folder, { recursive: true, force: true })
  })

  const get = (path: string) => fetch(`http://localhost:${port}${path}`)

  it('starts by its folder, with its own routes and public files, and the project’s version', async () => {
    const { hello, version, map } = (await (await get('/')).json()) as Record<string, string>
    const file = await get(map!)

    assert.equal(hello, 'bare')
    assert.match(version!, /^\d/)
    assert.equal(await file.text(), files[`${place}/public/map.svg`])
  })

  it('has services of the project, on plain pages', async () => {
    const response = await get('/greeting')
    const page = await response.text()
    const [, style] = /href="(\/_static\/build\/site-\w+\.css)"/.exec(page) ?? []

    assert.match(page, /<title>Greeting<\/title>[^]*greeting-\w+\.css[^]*>Bare<[^]*>Hello</)
    assert.match(page, /<a href="\/greeting"\s*>Greeting<\/a/)
    assert.match(response.headers.get('content-security-policy')!, /img-src [^;]*pictures\.example/)
    assert.match(await (await get(style!)).text(), /--accent/)
  })

  it('keeps its state and its bundles to itself', () => {
    assert.ok(existsSync(`${folder}/${place}/.plugboard/build/src/plugins/greeting/http`))
    assert.ok(existsSync(`${folder}/${place}/.plugboard/build/${place}/http/get-index/index.mjs`))
    assert.ok(!existsSync(`${folder}/.plugboard/build`))
    assert.ok(!existsSync(`${folder}/${place}/src/plugins`))
    assert.match(app.output(), /npm run reset -- apps\/bare empties it/)
  })

  it('follows changes of the project’s services as of its own', async () => {
    write(folder, 'src/plugins/greeting/word.ts', "export const word = 'Welcome'\n")
    // What ran last is told first, with how many more: the page, or the queue that heard of the visit.
    await app.prints(/rebuilt (get \/greeting in|queues greeting-sent in \d+ ms, 1 more by)/)

    assert.match(await (await get('/greeting')).text(), />Welcome</)
  })

  it.each([
    [['start', 'apps/none'], /There is no folder apps\/none\./],
    [['build', 'apps'], /There is no app\.arc in apps\./],
    [['new', 'apps/none', 'http', 'get', '/x'], /There is no folder apps\/none\./],
    [['cost', place], /There is no profile: say in profiles\/NAME\.ts/],
    [['new', place, 'service', 'talk'], /npm run new service talk without a folder/],
  ])('says what is wrong with %j', async (words, message) => {
    const { code, output } = await finish(...words)

    assert.equal(code, 1)
    assert.match(output, message)
  })

  it('builds, and is served as one process', async () => {
    const built = await finish('build', place)
    const served = await finish('serve', place, '--build')

    assert.match(built.output, /get \/greeting[^]*4 bundles/)
    assert.match(served.output, /Built 3 functions/)
    assert.ok(
      existsSync(`${folder}/${place}/.plugboard/serve/functions/${place}/src/http/get-index`),
    )
    assert.ok(existsSync(`${folder}/${place}/.plugboard/serve/functions/src/plugins/greeting`))
  })

  it('is planned with all that it has', async () => {
    const { output } = await finish('deploy', place, '--plan')

    assert.match(output, /2 routes\s+get \/, get \/greeting/)
    assert.match(output, /rules hold/)
    assert.match(output, /npm run deploy -- apps\/bare/)
  })

  it('gets new parts, which import their own by where they are', async () => {
    const { code, output } = await finish('new', place, 'queue', 'letters')
    const handler = readFileSync(`${folder}/${place}/src/queues/letters/index.ts`, 'utf8')

    assert.equal(code, 0, output)
    assert.match(handler, /from .\.\.\/\.\.\/shared\/letters\.ts/)
    assert.match(readFileSync(`${folder}/${place}/app.arc`, 'utf8'), /@queues\nletters/)
  })
})

describe('npm run reset', () => {
  it('empties the state of the app whose folder is named', async () => {
    const folder = createProject(files)
    write(folder, `${place}/.plugboard/plugboard.json`, '{}')
    write(folder, '.plugboard/plugboard.json', '{}')

    await run(folder, [boot, 'reset', place]).ends()

    assert.ok(!existsSync(`${folder}/${place}/.plugboard/plugboard.json`))
    assert.ok(existsSync(`${folder}/.plugboard/plugboard.json`))
    rmSync(folder, { recursive: true, force: true })
  })
})
