/**
 * Pages by the Relay Cursor Connections specification.
 *
 * @module
 */
import { kernelErrors } from '../errors.ts'

/** The arguments of a field that is a connection: `articles(first: Int = 10, after: String)`. */
export interface PageArgs {
  first?: number | null
  after?: string | null
}

/** A page of a list, as the specification names its parts. */
export interface Connection<T> {
  edges: { node: T; cursor: string }[]
  pageInfo: {
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }
}

/** Answers `first` items that follow the cursor `after`, with a cursor if there are more. */
export type List<T> = (page: {
  first: number
  after?: string
}) => Promise<{ items: T[]; cursor?: string }>

/** The largest page that can be asked for. */
export const maxPage = 50

/**
 * Answers one page of a list: `articles: (_root, args: PageArgs) => paginate(args, listArticles)`.
 *
 * A list has one cursor for each page, at its end: that is `endCursor`. The edges before it are
 * named by the cursor that the page began with and their place behind it, so that going on from one
 * of them costs one more read, to find the list's own cursor there.
 *
 * @throws INVALID_INPUT for a page that is too small or too large, INVALID_CURSOR
 */
export async function paginate<T>(
  { first, after }: PageArgs,
  list: List<T>,
): Promise<Connection<T>> {
  const size = toSize(first ?? 10)
  const start = await findStart(after ?? '', list)
  const page = start === undefined ? { items: [] } : await list({ first: size, ...toAfter(start) })

  const edges = page.items.map((node, index) => {
    const last = index === page.items.length - 1
    return { node, cursor: (last && page.cursor) || `${start}~${index + 1}` }
  })
  return {
    edges,
    pageInfo: {
      hasNextPage: page.cursor !== undefined,
      hasPreviousPage: Boolean(after) && edges.length > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  }
}

function toSize(first: number): number {
  if (first >= 1 && first <= maxPage) return first
  const message = `must be between 1 and ${maxPage}`
  throw kernelErrors.INVALID_INPUT({
    detail: `first ${message}`,
    errors: [{ path: 'first', message }],
  })
}

/** The list's own cursor behind an edge; undefined where the list ends there. */
async function findStart(after: string, list: List<unknown>): Promise<string | undefined> {
  const [, start = '', place] = /^(.*)~([^~]*)$/.exec(after) ?? []
  if (place === undefined) return after
  // No page was larger, so nobody was given another place.
  if (!/^\d{1,2}$/.test(place) || +place < 1 || +place > maxPage)
    throw kernelErrors.INVALID_CURSOR()

  const { cursor } = await list({ first: +place, ...toAfter(start) })
  return cursor
}

function toAfter(cursor: string): { after?: string } {
  return cursor ? { after: cursor } : {}
}
