/**
 * Writes what follows from the schema and from the documents of the front end:
 *
 * - `browser/<name>.gen.ts` for each `browser/<name>.graphql`: its types, and the document itself
 * - `trusted.gen.ts` beside the `*.graphql.ts` of their owner: the documents that the server trusts
 *
 * Run it with `npm run generate`; with `--check` it writes nothing, and fails if it would.
 *
 * @module
 */
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { GraphQLError } from 'graphql'
import { graphqlFiles } from '#framework/build/virtual.ts'
import type { GraphqlModule } from '#framework/graphql.ts'
import { listServices, readManifest, type Inventory } from '#framework/manifest.ts'
import { generateDocuments, generateTrusted, header, type Source } from './codegen/generate.ts'
import { composeSchema } from './schema.ts'

const cwd = process.cwd()
const check = process.argv.includes('--check')

/** Who has documents: the app, or a plugged-in service. */
interface Owner {
  documents: Source[]
  /** Where the list of its trusted documents is. */
  trusted: string
  /** The folder whose generated files all come from here. */
  browser: string
}

try {
  const inv = await readManifest()
  const owners = listOwners(inv)
  // A module imports the list of its documents, which must be there before the module can be loaded.
  const missing = owners.filter(({ documents, trusted }) => documents[0] && !existsSync(trusted))
  const created = missing.filter((it) => update(it.trusted, generateTrusted(it.documents)))
  const changed =
    check && created[0] ? created.map((it) => short(it.trusted)) : await writeAll(inv, owners)

  if (check && changed.length > 0) {
    console.error(`Not up to date: ${changed.join(', ')}. Run: npm run generate`)
    process.exitCode = 1
  }
} catch (error) {
  const problems = error instanceof AggregateError ? error.errors : [error]
  for (const problem of problems)
    console.error(problem instanceof Error ? toLine(problem) : problem)
  process.exitCode = 1
}

async function writeAll(inv: Inventory, owners: Owner[]): Promise<string[]> {
  const schema = composeSchema(await importModules(inv))
  const files = new Map<string, string | undefined>()

  for (const { browser, documents, trusted } of owners) {
    for (const file of globSync('*.gen.ts', { cwd: browser }))
      files.set(join(browser, file), undefined)
    const generated = await generateDocuments(schema, documents)
    for (const { file, content } of generated) files.set(file, content)
    if (existsSync(trusted)) files.set(trusted, generateTrusted(documents))
  }
  return [...files].filter(([file, content]) => update(file, content)).map(([file]) => short(file))
}

/** Writes or removes a file, unless it is as it should be; with `--check` only looks. */
function update(file: string, content: string | undefined): boolean {
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  if (present === content || (content === undefined && !present?.startsWith(header))) return false
  if (check) return true

  if (content === undefined) rmSync(file)
  else writeFileSync(file, content)
  console.log(`${content === undefined ? 'Removed' : 'Wrote'} ${short(file)}`)
  return true
}

// An unplugged service keeps the files that it has: there is no schema to check them against.
function listOwners(inv: Inventory): Owner[] {
  const services = listServices(inv).map(({ dir }) => ({
    browser: join(dir, 'browser'),
    trusted: join(dir, 'trusted.gen.ts'),
  }))
  const app = { browser: join(cwd, 'src/browser'), trusted: join(cwd, 'src/shared/trusted.gen.ts') }

  // Of services that lie beside the app, the project that has them writes the files.
  const all = [app, ...services.filter(({ browser }) => browser.startsWith(cwd + sep))]
  return all.map((owner) => ({ ...owner, documents: listDocuments(owner.browser) }))
}

function listDocuments(folder: string): Source[] {
  return globSync('*.graphql', { cwd: folder })
    .toSorted()
    .map((name) => join(folder, name))
    .map((file) => ({ file, name: short(file), text: readFileSync(file, 'utf8') }))
}

async function importModules(inv: Inventory): Promise<GraphqlModule[]> {
  const loaded = graphqlFiles(inv).map(
    (file) => import(file) as Promise<{ default: GraphqlModule }>,
  )
  return (await Promise.all(loaded)).map((module) => module.default)
}

function toLine(error: Error): string {
  if (!(error instanceof GraphQLError)) return error.message
  const { line, column } = error.locations?.[0] ?? {}
  return `${error.source?.name ?? 'schema'}:${line ?? 1}:${column ?? 1}  ${error.message}`
}

function short(file: string): string {
  return relative(cwd, file)
}
