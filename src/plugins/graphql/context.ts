/**
 * The context of one request: what resolvers share.
 *
 * @module
 */
import DataLoader from 'dataloader'
import { AppError } from '#framework/errors.ts'
import type { Batch, GraphqlContext, GraphqlModule, Loader } from '#framework/graphql.ts'
import type { HttpRequest } from '#framework/http.ts'
import { toGraphqlError } from './failures.ts'

/** Makes the context: the request, the loaders, and what each module adds. */
export async function createContext(
  request: HttpRequest,
  modules: readonly GraphqlModule[],
): Promise<GraphqlContext> {
  const added = modules.map(({ context }) => context?.(request))
  try {
    return Object.assign({ request, load: createLoad() }, ...(await Promise.all(added)))
  } catch (error) {
    throw error instanceof AppError ? toGraphqlError(error) : error
  }
}

function createLoad(): GraphqlContext['load'] {
  const loaders = new Map<string, unknown>()

  return <K extends string | number, V>(name: string, batch: Batch<K, V>) => {
    if (!loaders.has(name)) loaders.set(name, new DataLoader(batch))
    return loaders.get(name) as Loader<K, V>
  }
}
