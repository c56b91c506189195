/**
 * What a function is given whose code cannot be read: all of this project, and nothing beyond it.
 *
 * @module
 */
import { listLambdas, listServices, type Inventory, type Lambda } from '../../manifest.ts'
import type { FunctionAccess } from '../access.ts'
import type { DeployContext } from '../context.ts'
import { everything } from './doors.ts'
import { functionId, titleOf } from './functions.ts'
import { listParts } from './parts.ts'

/** Of a function that is written in another language, say. */
export function toAnyAccess(inv: Inventory, title?: string): FunctionAccess {
  const { tables, indexes, topics, queues, buckets } = listParts(inv)
  const permissions = listServices(inv).flatMap((it) => it.permissions ?? [])
  return {
    tables: Object.fromEntries(tables.map((name) => [name, everything.table])),
    indexes,
    topics,
    queues,
    buckets: Object.fromEntries(buckets.map((name) => [name, everything.bucket])),
    env: ['*'],
    permissions: permissions.filter((it) => !it.functions || it.functions.includes(title ?? '')),
    usesArchitect: false,
    // In another language that is its own affair.
    waitsForSecrets: true,
  }
}

/** What was read of a function; where nothing was, all of the project. */
export function accessOf({ access, inv }: DeployContext, id: string): FunctionAccess {
  return access.get(id) ?? toAnyAccess(inv, findTitle(inv, id))
}

function findTitle(inv: Inventory, id: string): string | undefined {
  const lambda: Lambda | undefined = listLambdas(inv).find((it) => functionId(it) === id)
  return lambda && titleOf(lambda)
}
