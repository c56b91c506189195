import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { normalize } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readManifest } from '../manifest.ts'
import { findPlace, findRoot, readPackage, toCommand } from '../plugin/root.ts'
import { createProject } from './scratch-project.ts'

describe('the project of an app', () => {
  let folder: string
  beforeAll(() => {
    folder = createProject({
      'apps/bare/app.arc':
        '@app\nbare\n@aws\nruntime typescript\n@plugins\nplugboard\n  src ../../framework/plugin.ts\n' +
        'greeting\n  src ../../src/plugins/greeting/index.ts\n@http\nget /\n',
      'src/plugins/greeting/index.ts': `import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'greeting',
  dir: import.meta.dirname,
  description: 'Greets',
  http: ['get /greeting'],
  on: ['letter-sent'],
})
`,
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is the folder upwards that has a package.json', () => {
    assert.equal(findRoot(`${folder}/apps/bare`), folder)
    assert.equal(findRoot(folder), folder)
    assert.equal(findPlace(`${folder}/apps/bare`), 'apps/bare')
    assert.ok(readPackage(`${folder}/apps/bare`).dependencies['sharp'])
  })

  it('is named in commands where it has several apps', () => {
    assert.equal(toCommand('reset', folder), 'npm run reset')
    assert.equal(toCommand('deploy', folder, ['--production']), 'npm run deploy -- --production')
    assert.equal(toCommand('reset', `${folder}/apps/bare`), 'npm run reset -- apps/bare')
  })

  it('is where an app’s bundles have their places, those of services beside it too', async () => {
    const inv = await readManifest(`${folder}/apps/bare`)

    const build = `${folder}/apps/bare/.plugboard/build`
    const all = [...inv.http!, ...inv.events!].filter(
      ({ arcStaticAssetProxy }) => !arcStaticAssetProxy,
    )
    const places = all.map(({ src, build: to }) => [
      normalize(src).replace(folder, ''),
      normalize(to).replace(build, ''),
    ])
    assert.deepEqual(places.toSorted(), [
      ['/apps/bare/src/http/get-index', '/apps/bare/http/get-index'],
      ['/src/plugins/greeting/http/get-greeting', '/src/plugins/greeting/http/get-greeting'],
      ['/src/plugins/greeting/on/letter-sent', '/src/plugins/greeting/on/letter-sent'],
    ])
  })
})
