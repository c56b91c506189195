/**
 * Programs: `import program from 'program:./program.ts'` bundles a file by itself, and answers the
 * address of what can be run as a process of its own.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { findRoot } from '../plugin/root.ts'

/** Matches the import of a program. */
export const programName = /^program:(.+)$/

/** Of each program, as the bundle of its function names it: the files that went into it. */
export const inputsOf: Map<string, readonly string[]> = new Map()

const fileName = /^program-file:/

/** For functions: the program lies beside the bundle, in the same folder. */
export const programs: Plugin = {
  name: 'plugboard:programs',
  setup(builder) {
    const { minify = false } = builder.initialOptions
    builder.onResolve({ filter: programName }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, programName.exec(path)![1]!),
      namespace: 'program',
    }))
    builder.onLoad({ filter: /.*/, namespace: 'program' }, ({ path }) => ({
      contents: [
        `import file from ${JSON.stringify(`program-file:${path}`)}`,
        'export default new URL(file, import.meta.url).href',
      ].join('\n'),
      resolveDir: dirname(path),
    }))
    builder.onResolve({ filter: fileName }, ({ path }) => {
      const file = path.replace(fileName, '')
      return { path: file.replace(/ts$/, 'mjs'), namespace: 'program-file', pluginData: file }
    })
    builder.onLoad({ filter: /.*/, namespace: 'program-file' }, async ({ path, pluginData }) => {
      const { contents, inputs } = await bundleProgram(pluginData as string, { minify })
      inputsOf.set(`program-file:${path}`, inputs)
      return { contents, loader: 'file' }
    })
  },
}

/** For vitest: the program is written to a folder, and this is the module that names it. */
export async function toProgramModule(file: string): Promise<string> {
  const { contents } = await bundleProgram(file, { minify: false })
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16)
  const folder = join(findRoot(), '.plugboard/programs')
  const target = join(folder, `${hash}.mjs`)
  await mkdir(folder, { recursive: true })
  // Of a name of its own: two test files may ask for the same program at once, in one process.
  const temporary = `${target}.${randomUUID()}`
  await writeFile(temporary, contents)
  await rename(temporary, target)
  return `export default ${JSON.stringify(pathToFileURL(target).href)}`
}

async function bundleProgram(file: string, { minify }: { minify: boolean }) {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify,
    logLevel: 'silent',
    loader: { '.ttf': 'binary', '.wasm': 'binary' },
    // Builds for browsers know neither files nor processes.
    alias: { sass: join(findRoot(), 'node_modules/sass', 'sass.default.js') },
    banner: {
      js: "import{createRequire as plugboardRequire}from'node:module';const require=plugboardRequire(import.meta.url);",
    },
  })
  return {
    contents: outputFiles[0]!.contents,
    inputs: Object.keys(metafile.inputs).map((input) => resolve(input)),
  }
}
