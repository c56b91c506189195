import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createBuilder } from '#framework/build/builder.ts'
import type { Built } from '#framework/build/entry.ts'
import { readManifest } from '#framework/manifest.ts'

describe('the build for deploy', () => {
  const project = mkdtempSync(join(tmpdir(), 'plugboard-build-'))
  const builder = createBuilder()
  let built: Built[]
  let metafiles: Map<string, Metafile>

  beforeAll(async () => {
    for (const part of ['app.arc', 'package.json', 'framework', 'src', 'public']) {
      cpSync(part, join(project, part), { recursive: true })
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(project, 'node_modules'))
    ;({ built, metafiles } = await builder.buildForDeploy(await readManifest(project)))
  }, 60_000)
  afterAll(() => rmSync(project, { recursive: true, force: true }))

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
