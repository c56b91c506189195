/**
 * Builds what `npm run serve` runs: the functions as they are deployed, the files of `public/`, and
 * the server itself, in one folder that needs Node and nothing else.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { createBuilder } from '../build/builder.ts'
import { copyNative } from '../build/native.ts'
import { functionId } from '../deploy/access/functions.ts'
import { toStackName } from '../deploy/create.ts'
import { kernelEnv } from '../env.ts'
import { listBuckets, listLambdas, listServices, listTopics, type Inventory } from '../manifest.ts'
import { envName, logicalId } from '../plugin/names.ts'
import { findRoot } from '../plugin/root.ts'
import { compressFiles } from './compress.ts'
import { manifestFile, writeEnv, type ServedFunction, type ServeManifest } from './manifest.ts'
import { readServed } from './parts.ts'

/** What became of it. */
export interface ServeBuild {
  folder: string
  functions: number
  /** Of all bundles. */
  bytes: number
}

/**
 * @throws Error with every file and line that does not compile.
 */
export async function buildForServe(
  inv: Inventory,
  { folder, version }: { folder: string; version: string },
): Promise<ServeBuild> {
  const own = withBuildsIn(inv, join(folder, 'functions'))
  await rm(folder, { recursive: true, force: true })
  const { built, metafiles } = await createBuilder().buildForDeploy(own)
  await copyNative(own, metafiles, folder)
  const manifest = toManifest(own, { folder, version })
  await mkdir(folder, { recursive: true })
  await writeFile(manifestFile(folder), JSON.stringify(manifest))
  await copyFiles(inv, join(folder, 'public'))
  await copyFile(join(import.meta.dirname, 'live.mjs'), join(folder, 'live.mjs'))
  await bundleServer(join(folder, 'server.mjs'))
  const bytes = built.reduce((sum, it) => sum + (it.bytes ?? 0), 0)
  return { folder, functions: manifest.functions.length, bytes }
}

const pragmas = ['http', 'events', 'queues', 'scheduled', 'tables-streams'] as const

/** The same project, whose bundles go elsewhere: those of `npm start` are left alone. */
function withBuildsIn(inv: Inventory, folder: string): Inventory {
  const moved = pragmas.map((pragma) => [
    pragma,
    (inv[pragma] ?? []).map((lambda) => {
      const build = join(folder, relative(findRoot(inv._project.cwd), lambda.src))
      return { ...lambda, build, handlerFile: join(build, 'index.mjs') }
    }),
  ])
  return { ...inv, ...Object.fromEntries(moved) } as Inventory
}

function toManifest(
  inv: Inventory,
  { folder, version }: { folder: string; version: string },
): ServeManifest {
  const topics = listTopics(inv)
  const functions = listLambdas(inv).map((lambda): ServedFunction => {
    const { pragma, name, method, path, batchSize, batchWindow, fifo } = lambda
    const { rate, cron, timezone, config, handlerFile } = lambda
    const topic = topics.find(({ subscribers }) => subscribers.includes(name))?.name
    return {
      pragma,
      name,
      file: relative(folder, handlerFile),
      logicalId: functionId(lambda),
      memory: config.memory,
      timeout: config.timeout,
      ...(pragma === 'http' && { method: method!, path: path! }),
      ...(pragma === 'events' && topic && { topic }),
      ...(pragma === 'queues' && { batchSize, batchWindow, fifo }),
      ...(pragma === 'scheduled' && { rate, cron, timezone }),
    } as ServedFunction
  })
  const services = listServices(inv)
  return {
    app: inv.app,
    stackPrefix: toStackName(inv.app, { stage: 'staging' }).replace(/Staging$/, ''),
    version,
    ...(inv.aws.region && { region: inv.aws.region }),
    parts: readServed(inv._project),
    functions,
    names: toNames(inv),
    env: writeEnv(Object.assign({}, kernelEnv, ...services.map(({ env }) => env))),
  }
}

function toNames(inv: Inventory): Record<string, string> {
  return Object.fromEntries([
    ...(inv.tables ?? []).map(({ name }) => [logicalId.table(name), envName('TABLE', name)]),
    ...listTopics(inv).map(({ name }) => [logicalId.topic(name), envName('TOPIC', name)]),
    ...(inv.queues ?? []).map(({ name }) => [logicalId.queue(name), envName('QUEUE', name)]),
    ...listBuckets(inv).map(({ name }) => [logicalId.bucket(name), envName('BUCKET', name)]),
  ])
}

async function copyFiles({ static: files, _project }: Inventory, target: string): Promise<void> {
  const source = files && join(_project.cwd, files.folder)
  if (!source || !existsSync(source)) return
  const left = /(^|[/\\])(\.[^/\\]*|static\.json|readme\.md)$/i
  await cp(source, target, {
    recursive: true,
    filter: (path) => !left.test(relative(source, path)),
  })
  await compressFiles(target)
}

/** With all that it needs of node_modules, so that none of it has to be there. */
async function bundleServer(outfile: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, 'main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    logLevel: 'silent',
    banner: {
      js: "import{createRequire as plugboardRequire}from'node:module';const require=plugboardRequire(import.meta.url);",
    },
  })
}
