/**
 * A function's own code in one file, to be read: tree-shaken, not minified, without the packages.
 *
 * @module
 */
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Inventory, Lambda } from '../../manifest.ts'
import { virtualName, virtualSource } from '../../build/virtual.ts'

/** What was bundled. */
export interface ReadableBundle {
  text: string
  /** The modules that left something in it: by esbuild's name, where they are. */
  modules: ReadonlyMap<string, string>
  /** The packages that it imports. */
  packages: ReadonlySet<string>
}

/** @throws esbuild's BuildFailure */
export async function bundleToRead(lambda: Lambda, inv: Inventory): Promise<ReadableBundle> {
  const { cwd } = inv._project
  const { outputFiles, metafile } = await build({
    entryPoints: [join(lambda.src, 'index.ts')],
    outdir: lambda.build,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'silent',
    absWorkingDir: cwd,
    plugins: [virtualModules(inv), packagesOutside],
  })
  const [output] = Object.values(metafile.outputs)
  const left = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  const external = Object.values(metafile.inputs).flatMap(({ imports }) => imports)
  return {
    text: outputFiles[0]!.text,
    modules: new Map(left.map(([name]) => [name, join(cwd, name)])),
    packages: new Set(external.flatMap(({ path, external }) => (external ? [path] : []))),
  }
}

// The addresses of the front end's files are of no interest here, so nobody has to build them first.
function virtualModules(inv: Inventory): Plugin {
  return {
    name: 'plugboard:virtual',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: virtualName }, ({ path }) => ({ path, namespace: 'plugboard' }))
      onLoad({ filter: /.*/, namespace: 'plugboard' }, ({ path }) => ({
        contents: virtualSource(path, inv, {}),
        resolveDir: inv._project.cwd,
      }))
    },
  }
}

// A package knows none of our tables but those it is handed, which is seen from outside; with all of
// them in it, reading takes five times as long.
const packagesOutside: Plugin = {
  name: 'plugboard:packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./#]/ }, ({ path, kind }) => {
      const isOurs = kind === 'entry-point' || virtualName.test(path)
      return isOurs ? undefined : { path, external: true, sideEffects: false }
    })
  },
}
