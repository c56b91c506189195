import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { virtualSource } from '../build/virtual.ts'
import type { Inventory } from '../manifest.ts'
import { defineService } from '../service.ts'

describe('the looks at uploaded files', () => {
  let project: string
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'plugboard-'))
    for (const file of ['src/shared/scan-file.ts', 'viruses/scan-file.ts', 'quiet/index.ts']) {
      mkdirSync(dirname(join(project, file)), { recursive: true })
      writeFileSync(join(project, file), '')
    }
  })
  afterAll(() => rmSync(project, { recursive: true }))

  const toSource = (cwd: string, ...names: string[]) => {
    const plugins = Object.fromEntries(
      names.map((name) => [
        name,
        defineService({ name, dir: join(project, name), description: name }),
      ]),
    )
    const inv = { plugins, _project: { cwd } } as unknown as Inventory
    return virtualSource('plugboard:scans', inv, {})
  }

  it("are the app's own, then that of each service that has one", () => {
    const source = toSource(project, 'quiet', 'viruses')

    assert.deepEqual(
      [...source.matchAll(/from "(.*)"/g)].map(([, file]) => file!.slice(project.length)),
      ['/src/shared/scan-file.ts', '/viruses/scan-file.ts'],
    )
    assert.match(source, /name: "site", \.\.\.m0 }, { name: "viruses", \.\.\.m1 }/)
  })

  it('are none where nobody looks', () => {
    assert.equal(toSource(join(project, 'quiet'), 'quiet'), 'export const modules = []')
  })
})
