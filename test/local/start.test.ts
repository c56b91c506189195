import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { findFreePorts, isFree } from '#framework/testing/free-ports.ts'
import { createProject, run, write, type Running } from '#framework/test/scratch-project.ts'

const boot = 'framework/local/boot.mjs'
const route = 'src/http/get-index/index.ts'

describe('npm start', () => {
  let folder: string
  let port: number
  let app: Running

  beforeAll(async () => {
    folder = createProject({}, { hasOwnFramework: true })
    port = await findFreePorts(20)
    app = run(folder, [boot, 'start', '--port', String(port)])
    await app.prints(/Site\s+http/)
  })
  afterAll(async () => {
    app.child.kill('SIGTERM')
    await app.ends()
    rmSync(folder, { recursive: true, force: true })
  })

  const get = (path: string) => fetch(`http://localhost:${port}${path}`)
  const read = (file: string) => readFileSync(`${folder}/${file}`, 'utf8')
  const say = (word: string) => write(folder, route, good.replace("'world'", word))
  let good = ''

  it('shows where things are, and nothing else', () => {
    const lines = app.output().trim().split('\n')

    assert.match(lines[0]!, /^Plugboard [\d.]+ {2}started in [\d.]+ s$/)
    assert.ok(lines.includes(`  Site       http://localhost:${port}`), app.output())
    assert.match(app.output(), /Database\s+(dynoxide|dynalite)/)
    assert.ok(lines.length < 12, app.output())
  })

  it('serves, and logs in lines for people', async () => {
    assert.deepEqual(await (await get('/')).json(), { hello: 'world' })

    await app.prints(/^\d\d:\d\d:\d\d 200 GET \/ \d+ ms #\w{8}$/m)
  })

  it('says in one line what it rebuilt', async () => {
    good = read(route)

    say("'moon'")
    await app.prints(/^rebuilt get \/ in \d+ ms$/m)

    assert.deepEqual(await (await get('/')).json(), { hello: 'moon' })
  })

  it('keeps the last good build serving when a handler does not compile', async () => {
    say("'sun")
    await app.prints(/index\.ts:4:\d+/)
    await app.prints(/not built get \/\. The last good build keeps serving\./)
    const response = await get('/')

    say("'sun'")
    await app.prints(/rebuilt get \/ in[^]*rebuilt get \/ in/)
    assert.deepEqual(await response.json(), { hello: 'moon' })
  })

  it('keeps the last good manifest when app.arc is half-written', async () => {
    const manifest = read('app.arc')

    write(folder, 'app.arc', manifest.replace('get /', 'gett /'))
    await app.prints(/app\.arc:12 Invalid @http method: gett \//)
    const response = await get('/')

    write(folder, 'app.arc', manifest)
    await app.prints(/started again with the new app\.arc in \d+ ms/)
    assert.equal(response.status, 200)
  })

  it('takes up what npm run new writes', async () => {
    const made = run(folder, [boot, 'new', 'http', 'get', '/hello'])
    assert.equal(await made.ends(), 0, made.output())
    await app.prints(/new app\.arc[^]*new app\.arc/)

    assert.equal((await get('/hello')).status, 200)
  })

  it('refuses a reset while it runs, and a second start', async () => {
    const reset = run(folder, [boot, 'reset'])
    const second = run(folder, [boot, 'start', '--port', String(port + 1)])

    assert.deepEqual([await reset.ends(), await second.ends()], [1, 1])
    assert.match(reset.output(), /^\.plugboard is in use by http:\/\/localhost:\d+ \(process \d+\)/)
    assert.match(second.output(), /\.plugboard is in use by/)
  })

  it('starts again by itself when its own code changes', async () => {
    write(folder, 'framework/plugin.ts', `${read('framework/plugin.ts')}\n`)
    await app.prints(/framework\/plugin\.ts changed: starting again[^]*Site\s+http/)

    assert.equal((await get('/')).status, 200)
  })

  it('ends at once, and lets go of everything', async () => {
    app.child.kill('SIGTERM')

    assert.equal(await app.ends(), 0)
    for (let it = port; it < port + 5; it++) assert.ok(await isFree(it), `port ${it}`)
    const reset = run(folder, [boot, 'reset'])
    assert.equal(await reset.ends(), 0, reset.output())
  })
})

function withManifest(replace: (text: string) => string): string {
  const folder = createProject()
  write(folder, 'app.arc', replace(readFileSync(`${folder}/app.arc`, 'utf8')))
  return folder
}

function withPlugin(source: string): string {
  const lines = 'mail\n  src src/plugins/mail/index.ts\n\n@http'
  const folder = withManifest((text) => text.replace('@http', lines))
  if (source) write(folder, 'src/plugins/mail/index.ts', source)
  return folder
}

function toService(fields: string): string {
  return `import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'mail', dir: import.meta.dirname, description: '', ${fields}
})
`
}

describe('npm start refuses in one line', () => {
  it.each([
    [
      'a misspelt pragma',
      () => withManifest((text) => text.replace('@http', '@htpp')),
      /app\.arc:11 @htpp is unknown\. Write @http\./,
    ],
    [
      'half a route',
      () => withManifest((text) => text.replace('get /', 'get')),
      /app\.arc:12 Invalid @http route: get/,
    ],
    [
      'a route without code',
      () => withManifest((text) => `${text}get /hello\n`),
      /app\.arc:13 get \/hello has no code: .*get-hello\/index\.ts is missing\. Run: npm run new http get \/hello/,
    ],
    [
      'a plugin that is not there',
      () => withPlugin(''),
      /app\.arc:11 the plugin mail is not there: src\/plugins\/mail\/index\.ts does not exist/,
    ],
    [
      'a plugin with a syntax error',
      () => withPlugin('export default {\n  set: {{\n}'),
      /src\/plugins\/mail\/index\.ts:2 the plugin mail does not load/,
    ],
    [
      'a service that lacks another',
      () => withPlugin(toService("needs: ['post']")),
      /\[mail\] needs the service post, which is not plugged in/,
    ],
    [
      'a variable that is not set',
      () => withPlugin(toService("env: { MAIL_KEY: { description: 'opens it' } }")),
      /MAIL_KEY is not set \(opens it\)\. Run: npx arc env/,
    ],
  ])('%s', async (_what, prepare, line) => {
    const folder = prepare()
    const port = await findFreePorts(20)

    const app = run(folder, [boot, 'start', '--port', String(port)])

    assert.equal(await app.ends(), 1, app.output())
    assert.match(app.output(), line)
    assert.equal(app.output().trim().split('\n').length, 1, app.output())
    rmSync(folder, { recursive: true, force: true })
  })

  it('a port that is taken, and says by whom', async () => {
    const folder = createProject()
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo

    const app = run(folder, [boot, 'start', '--port', String(port)])

    assert.equal(await app.ends(), 1)
    other.close()
    assert.match(app.output(), new RegExp(`Port ${port} is taken.* npm start -- --port \\d+`))
    assert.ok(process.platform !== 'linux' || app.output().includes(`process ${process.pid}`))
    rmSync(folder, { recursive: true, force: true })
  })

  it('packages that are not installed', async () => {
    const folder = createProject()
    rmSync(`${folder}/node_modules`)

    const app = run(folder, [boot, 'start'])

    assert.equal(await app.ends(), 1)
    assert.equal(app.output(), 'Nothing is installed yet. Run: npm install\n')
    rmSync(folder, { recursive: true, force: true })
  })
})
