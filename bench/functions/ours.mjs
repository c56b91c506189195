/**
 * Our own functions, bundled as for deploy: of copies of this project, each with the manifest and the
 * files of one folder in sites/ laid over it.
 *
 * @module
 */
import { cpSync, globSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEntry, toEntry } from '../../framework/build/entry.ts'
import { clearBundle, openBundle } from '../../framework/build/functions.ts'
import { listLambdas, readManifest } from '../../framework/manifest.ts'

const project = join(import.meta.dirname, '../..')

/** The route that does each job, and the site that has it. */
const routes = {
  hello: ['plain', 'get /hello'],
  graphql: ['open', 'any /graphql'],
  page: ['plain', 'get /articles/:slug'],
  jwt: ['signed', 'get /me'],
  read: ['signed', 'any /graphql'],
  webhook: ['paid', 'post /stripe/webhook'],
}

/** Bundles the functions of some jobs into `<folder>/<job>`. @returns esbuild's metafiles by job */
export async function buildOurs(folder, jobs = Object.keys(routes)) {
  const metafiles = {}
  const cwd = copySources()
  try {
    for (const site of new Set(jobs.map((job) => routes[job][0]))) {
      layOver(site, cwd)
      const inv = await readManifest(cwd)
      for (const job of jobs.filter((it) => routes[it][0] === site)) {
        metafiles[job] = await bundle(inv, routes[job][1], join(folder, job))
      }
    }
    return metafiles
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

function copySources() {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-bench-')))
  for (const path of ['package.json', 'src', 'bench/peers/functions']) {
    cpSync(join(project, path), join(cwd, path), { recursive: true })
  }
  for (const path of ['node_modules', 'framework']) {
    symlinkSync(join(project, path), join(cwd, path))
  }
  return cwd
}

function layOver(site, cwd) {
  for (const file of globSync('src/shared/*.graphql.ts', { cwd })) rmSync(join(cwd, file))
  cpSync(join(import.meta.dirname, 'sites', site), cwd, { recursive: true })
}

async function bundle(inv, name, folder) {
  const { cwd } = inv._project
  const lambda = listLambdas(inv).find((it) => it.name === name)
  await clearBundle(lambda)
  const open = () => openBundle(lambda, { inv, assets: () => ({}), minify: true })
  const entry = toEntry(name, open)
  const { errors } = await buildEntry(entry, { cwd })
  if (errors.length > 0) throw new Error(`${name} does not compile.\n${errors.join('\n')}`)
  rmSync(folder, { recursive: true, force: true })
  cpSync(lambda.build, folder, { recursive: true })
  return entry.metafile
}
