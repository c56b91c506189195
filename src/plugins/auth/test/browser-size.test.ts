import assert from 'node:assert/strict'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import { describe, it } from 'vitest'

describe('the browser’s part of auth', () => {
  it('is one tiny file on every page; Auth0’s library comes when it is needed', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../browser/index.ts')],
      outdir: 'out',
      entryNames: 'auth',
      bundle: true,
      splitting: true,
      format: 'esm',
      minify: true,
      metafile: true,
      write: false,
    })

    const [, entry] = Object.entries(metafile.outputs).find(
      ([file]) => basename(file) === 'auth.js',
    )!

    assert.ok(entry.bytes < 2400, `${entry.bytes} bytes`)
    assert.deepEqual(
      entry.imports.filter(({ kind }) => kind === 'import-statement'),
      [],
    )
    assert.ok(!Object.keys(entry.inputs).some((file) => file.includes('node_modules')))
  })
})
