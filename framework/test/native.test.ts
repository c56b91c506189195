import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, it } from 'vitest'
import { createBuilder } from '../build/builder.ts'
import { carryNative, copyNative } from '../build/native.ts'
import { readManifest } from '../manifest.ts'
import { createProject } from './scratch-project.ts'

describe('a package with native code', () => {
  const kept = '.plugboard/native/sharp-9.9.9-linux-arm64/node_modules'
  const project = createProject({
    'app.arc': `@app
small

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts

@http
get /
get /plain
`,
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { sharp: '9.9.9' },
      imports: { '#framework/*': './framework/*' },
    }),
    'src/http/get-index/index.ts': `import sharp from 'sharp'
import { http, text } from '#framework/http.ts'

export const handler = http(() => text(String(sharp)))
`,
    'src/http/get-plain/index.ts': `import { http, text } from '#framework/http.ts'

export const handler = http(() => text('plain'))
`,
    // As npm would have left it.
    [`${kept}/.package-lock.json`]: '{}',
    [`${kept}/sharp/package.json`]: JSON.stringify({
      dependencies: { semver: '7' },
      optionalDependencies: { '@img/sharp-linux-arm64': '1', '@img/sharp-darwin-arm64': '1' },
    }),
    [`${kept}/semver/package.json`]: '{}',
    [`${kept}/@img/sharp-linux-arm64/package.json`]: '{}',
    [`${kept}/@img/sharp-linux-arm64/lib.node`]: 'native',
    [`${kept}/unrelated/package.json`]: '{}',
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  it('lies beside the functions that need it, and no others', async () => {
    const inventory = await readManifest(project)
    const { metafiles } = await createBuilder().buildForDeploy(inventory)

    await carryNative(inventory, metafiles)

    const has = (path: string) => existsSync(join(project, '.plugboard/build/http', path))
    assert.ok(has('get-index/node_modules/@img/sharp-linux-arm64/lib.node'))
    assert.ok(has('get-index/node_modules/semver/package.json'))
    assert.ok(!has('get-index/node_modules/unrelated'))
    assert.ok(has('get-plain/index.mjs'))
    assert.ok(!has('get-plain/node_modules'))
  })

  it('comes as it is installed where functions run on this machine', async () => {
    const inventory = await readManifest(project)
    const { metafiles } = await createBuilder().buildForDeploy(inventory)
    const folder = join(project, '.plugboard/serve')

    await copyNative(inventory, metafiles, folder)

    // It loads the library that is made for this system.
    const { default: sharp } = (await import(
      pathToFileURL(join(folder, 'node_modules/sharp/dist/index.mjs')).href
    )) as { default: { versions: { sharp: string } } }
    assert.match(sharp.versions.sharp, /^0\./)
  })
})
