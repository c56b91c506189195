/**
 * The source of the modules that exist only in a bundle: `plugboard:services`, `:graphql`, `:site`,
 * `:layout`, `:identity`, `:entitlements`, `:options`, `:personal-data`, `:scans` and `:assets`. They follow
 * `app.arc`, so no second list of services is kept anywhere.
 *
 * @module
 */
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { listServices, readOptions, type Inventory } from '../manifest.ts'
import { readPackage } from '../plugin/root.ts'

/** Matches the name of a virtual module. */
export const virtualName =
  /^plugboard:(services|graphql|site|layout|identity|entitlements|options|personal-data|scans|assets)$/

/** The addresses of the browser's files, by their names before hashing. */
export type Assets = Readonly<Record<string, string>>

/** The source of one virtual module, as an ES module that imports by absolute paths. */
export function virtualSource(name: string, inv: Inventory, assets: Assets): string {
  const { cwd } = inv._project
  const kind = virtualName.exec(name)?.[1]

  if (kind === 'services') return servicesSource(inv)
  if (kind === 'graphql') return listSource('modules', graphqlFiles(inv), (it) => it)
  if (kind === 'site') return siteSource(inv)
  if (kind === 'identity') return identitySource(inv)
  if (kind === 'personal-data') return namedSource(filesOfAll('personal-data.ts', inv))
  if (kind === 'scans') return namedSource(filesOfAll('scan-file.ts', inv))
  if (kind === 'entitlements') return entitlementsSource(inv)
  if (kind === 'options') return optionsSource(inv)
  if (kind === 'layout') {
    const own = join(cwd, 'src/shared/render-page.ts')
    const file = existsSync(own) ? own : join(import.meta.dirname, '../page/render-page.ts')
    return `export { renderPage, toCsp, toSlots } from ${JSON.stringify(file)}\n`
  }
  return assetsSource(assets)
}

/** The GraphQL modules of the app, then of each plugged-in service. */
export function graphqlFiles(inv: Inventory): string[] {
  const { cwd } = inv._project
  const own = globSync('src/shared/*.graphql.ts', { cwd }).toSorted()
  const services = listServices(inv).map(({ dir }) => join(dir, 'graphql.ts'))
  return [...own.map((file) => join(cwd, file)), ...services.filter((file) => existsSync(file))]
}

function servicesSource(inv: Inventory): string {
  const { version } = readPackage(inv._project.cwd)
  const services = listServices(inv).map(({ name }) => ({ name }))
  const all = (inv.http ?? []).filter(({ arcStaticAssetProxy }) => !arcStaticAssetProxy)
  const routes = all.map(({ method, path }) => `${method} ${path}`)
  return [
    `export const version = ${JSON.stringify(version)}`,
    `export const app = ${JSON.stringify(inv.app)}`,
    `export const services = ${JSON.stringify(services)}`,
    `export const routes = ${JSON.stringify(routes)}`,
  ].join('\n')
}

function siteSource(inv: Inventory): string {
  return namedSource(servicesWith('site.ts', inv))
}

// Whether somebody may do something must have one answer.
function identitySource(inv: Inventory): string {
  const [first, ...others] = servicesWith('identity.ts', inv)
  if (!first) return 'export const identity = undefined'
  if (others.length === 0) {
    return `export { default as identity } from ${JSON.stringify(first.file)}`
  }
  const names = [first, ...others].map(({ name }) => name).join(' and ')
  throw new Error(
    `${names} each have an identity.ts, and only one service can say who somebody is. ` +
      'Take the others out of @plugins in app.arc.',
  )
}

/** The app's own, then that of each plugged-in service. */
function filesOfAll(name: string, inv: Inventory): NamedFile[] {
  const file = join(inv._project.cwd, 'src/shared', name)
  const own = existsSync(file) ? [{ name: 'site', file }] : []
  return [...own, ...servicesWith(name, inv)]
}

function entitlementsSource(inv: Inventory): string {
  const files = servicesWith('entitlements.ts', inv).map(({ file }) => file)
  const { entitlements = {} } = readOptions(inv, ['entitlements'])
  return [
    listSource('modules', files, (it) => it),
    `export const defaults = ${JSON.stringify(entitlements)}`,
  ].join('\n')
}

function optionsSource(inv: Inventory): string {
  const names = listServices(inv).map(({ name }) => name)
  return `export const options = ${JSON.stringify(readOptions(inv, names))}`
}

interface NamedFile {
  name: string
  file: string
}

function servicesWith(file: string, inv: Inventory): NamedFile[] {
  return listServices(inv)
    .map(({ name, dir }) => ({ name, file: join(dir, file) }))
    .filter((it) => existsSync(it.file))
}

function namedSource(files: NamedFile[]): string {
  return listSource(
    'modules',
    files.map(({ file }) => file),
    (it, index) => `{ name: ${JSON.stringify(files[index]!.name)}, ...${it} }`,
  )
}

function listSource(
  exported: string,
  files: string[],
  toItem: (variable: string, index: number) => string,
): string {
  const imports = files.map((file, index) => `import m${index} from ${JSON.stringify(file)}`)
  const items = files.map((_, index) => toItem(`m${index}`, index))
  return [...imports, `export const ${exported} = [${items.join(', ')}]`].join('\n')
}

// An unknown name is a mistake in the code, not of the visitor: it is told by name, at the first use.
function assetsSource(assets: Assets): string {
  return `const assets = ${JSON.stringify(assets)}
export function asset(name) {
  const address = assets[name]
  if (!address) throw new Error('No such asset: ' + name + '. Is it in src/browser/ or public/?')
  return address
}
export function findAsset(name) {
  return assets[name]
}`
}
