/**
 * What each function of the project may be allowed: nobody declares it, its code says it.
 *
 * @module
 */
import { join, sep } from 'node:path'
import { listLambdas, listServices, type Inventory, type Lambda } from '../../manifest.ts'
import { envName } from '../../plugin/names.ts'
import { findRoot } from '../../plugin/root.ts'
import type { Permission } from '../../service.ts'
import type { FunctionAccess } from '../access.ts'
import { toAnyAccess } from './any-access.ts'
import { bundleToRead, type ReadableBundle } from './bundle.ts'
import { everything, methods } from './doors.ts'
import { functionId, hasSource, titleOf } from './functions.ts'
import { listParts, type Parts } from './parts.ts'
import { findsSecrets } from './kernel.ts'
import { readProgram, type DoorUse } from './read-program.ts'
import { parseBundle } from './syntax.ts'
import { findShownBuckets, findVariables } from './variables.ts'

/**
 * What each function may be allowed, by its logical id. One that is not written in TypeScript cannot
 * be read: it may do all to what is the project's, and find it by Architect's parameters.
 *
 * @throws esbuild's BuildFailure
 */
export async function readAccess(inv: Inventory): Promise<ReadonlyMap<string, FunctionAccess>> {
  const parts = listParts(inv)
  const read = async (lambda: Lambda): Promise<[string, FunctionAccess]> => {
    const access = hasSource(lambda)
      ? toAccess(await bundleToRead(lambda, inv), { lambda, inv, parts })
      : { ...toAnyAccess(inv, titleOf(lambda)), usesArchitect: true }
    return [functionId(lambda), access]
  }
  return new Map(await Promise.all(listLambdas(inv).map(read)))
}

interface Context {
  lambda: Lambda
  inv: Inventory
  parts: Parts
}

function toAccess(bundle: ReadableBundle, { lambda, inv, parts }: Context): FunctionAccess {
  const kernel = [join(import.meta.dirname, '../..'), join(findRoot(inv._project.cwd), 'framework')]
  const files = [...bundle.modules].map(([name, path]): [string, string | undefined] => [
    name,
    kernel.filter((dir) => path.startsWith(dir + sep)).map((dir) => path.slice(dir.length + 1))[0],
  ])
  const syntax = parseBundle(bundle.text, new Map(files))
  const { uses, reached } = readProgram(syntax)
  const { names, isAny } = findVariables(syntax, { reached, known: parts.variables })
  const named = isAny ? parts.variables : names
  const isNamed = (kind: Parameters<typeof envName>[0]) => (name: string) =>
    named.has(envName(kind, name))

  return {
    ...toTables(uses, { parts, isNamed: isNamed('TABLE') }),
    topics: parts.topics.filter((name) => isUsed(uses, 'topic', name) || isNamed('TOPIC')(name)),
    queues: parts.queues.filter((name) => isUsed(uses, 'queue', name) || isNamed('QUEUE')(name)),
    buckets: toBuckets(uses, {
      parts,
      isNamed: isNamed('BUCKET'),
      shown: findShownBuckets(syntax, reached),
    }),
    env: [...(isAny ? ['*'] : []), ...names].sort(),
    permissions: toPermissions(bundle, { lambda, inv }),
    usesArchitect: [...bundle.packages].some((name) => /^@architect\/functions(\/|$)/.test(name)),
    waitsForSecrets: findsSecrets(reached, syntax),
  }
}

function toTables(
  uses: readonly DoorUse[],
  { parts, isNamed }: { parts: Parts; isNamed: (name: string) => boolean },
): Pick<FunctionAccess, 'tables' | 'indexes'> {
  const tables: Record<string, readonly string[]> = {}
  const indexes: Record<string, readonly string[]> = {}
  for (const name of parts.tables) {
    const mine = uses.filter(({ definition }) => isOf(definition, 'table', name))
    const all = parts.indexes[name] ?? []
    // Whoever names it without its door does with it what cannot be read.
    const queried = mine.flatMap(({ indexes }) =>
      indexes === 'all' ? [undefined, ...all] : indexes,
    )
    const actions = isNamed(name)
      ? everything.table
      : mine.flatMap(({ definition, method, indexes }) => {
          const isOfTable = indexes === 'all' || indexes.includes(undefined)
          return isOfTable ? methods[method]!(definition) : []
        })
    const found = isNamed(name) ? all : queried.filter((it) => it !== undefined)
    if (actions.length > 0) tables[name] = [...new Set(actions)].sort()
    if (found.length > 0) indexes[name] = [...new Set(found)].sort()
  }
  return { tables, indexes }
}

/** @param shown - of these it needs the name, to tell a page where they are */
function toBuckets(
  uses: readonly DoorUse[],
  {
    parts,
    isNamed,
    shown,
  }: { parts: Parts; isNamed: (name: string) => boolean; shown: ReadonlySet<string | undefined> },
): Record<string, readonly string[]> {
  const buckets: Record<string, readonly string[]> = {}
  for (const name of parts.buckets) {
    const mine = uses.filter(({ definition }) => isOf(definition, 'bucket', name))
    const actions = isNamed(name)
      ? everything.bucket
      : mine.flatMap(({ definition, method }) => methods[method]!(definition))
    if (actions.length > 0 || shown.has(name) || shown.has(undefined)) {
      buckets[name] = [...new Set(actions)].sort()
    }
  }
  return buckets
}

function isUsed(uses: readonly DoorUse[], kind: 'topic' | 'queue', name: string): boolean {
  return uses.some(({ definition }) => isOf(definition, kind, name))
}

function isOf(it: DoorUse['definition'], kind: DoorUse['definition']['kind'], name: string) {
  return it.kind === kind && (it.name === undefined || it.name === name)
}

// A service's permissions go where its code goes, unless it says which functions they are for.
function toPermissions(
  { modules }: ReadableBundle,
  { lambda, inv }: Pick<Context, 'lambda' | 'inv'>,
): Permission[] {
  const files = [...modules.values()]
  return listServices(inv).flatMap(({ dir, permissions = [] }) => {
    const isInside = files.some((file) => file.startsWith(dir + sep))
    return permissions.filter(({ functions }) =>
      functions ? functions.includes(titleOf(lambda)) : isInside,
    )
  })
}
