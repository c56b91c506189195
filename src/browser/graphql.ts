/**
 * Asks the site's own GraphQL API.
 *
 * @module
 */
import type { TypedDocument } from '#framework/graphql.ts'

/** Why there is no data. Switch on `code`: `OFFLINE`, or a code of the API's catalogue. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * The data of a document of `src/browser/*.graphql`. The server knows it by its id; the text goes
 * along for the case that the site was changed while the page was open.
 *
 * @throws RequestError, also when only a part of the data is there
 */
export async function request<Result, Variables>(
  { id, text }: TypedDocument<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ documentId: id, query: text, variables }),
  }).catch((cause: unknown) => {
    throw new RequestError('OFFLINE', 'There is no connection', { cause })
  })

  const { data, errors = [] } = (await response.json().catch(() => ({}))) as Answer<Result>
  if (data && errors.length === 0) return data

  const [first] = errors
  throw new RequestError(
    first?.extensions?.code ?? `HTTP_${response.status}`,
    first?.message ?? `The API answered ${response.status}`,
  )
}

interface Answer<Result> {
  data?: Result | null
  errors?: { message: string; extensions?: { code?: string } }[]
}
