/**
 * Trusted documents: those that our own front end was built with, known by their SHA-256.
 *
 * @module
 */
import type { GraphqlModule } from '#framework/graphql.ts'
import { kernelErrors } from '#framework/errors.ts'
import { errors } from './errors.ts'
import type { Params } from './params.ts'

/** Makes the function that finds the text of the document that a request is about. */
export function createLookup(modules: readonly GraphqlModule[], trustedOnly: boolean) {
  const documents = new Map(modules.flatMap(({ documents }) => Object.entries(documents ?? {})))

  /** @throws GRAPHQL_UNKNOWN_DOCUMENT, GRAPHQL_UNTRUSTED_DOCUMENT, BAD_REQUEST */
  return ({ query, documentId, extensions }: Params): string => {
    const id = documentId?.replace(/^sha256:/, '') ?? findHash(extensions)
    const trusted = id === undefined ? undefined : documents.get(id)
    if (trusted !== undefined) return trusted
    // A page that was open while the site changed sends an id of the past, and with it the text.
    if (query && !trustedOnly) return query

    if (query) throw errors.GRAPHQL_UNTRUSTED_DOCUMENT()
    if (id) throw errors.GRAPHQL_UNKNOWN_DOCUMENT()
    throw kernelErrors.BAD_REQUEST('Send a document as query, or the id of one as documentId')
  }
}

function findHash(extensions: Params['extensions']): string | undefined {
  const persisted = extensions?.['persistedQuery']
  if (typeof persisted !== 'object' || persisted === null) return undefined
  const hash = (persisted as Record<string, unknown>)['sha256Hash']
  return typeof hash === 'string' ? hash : undefined
}
