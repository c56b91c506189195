/**
 * All items of a list that comes in pages.
 *
 * @module
 */
import type { Page } from './types.ts'

/**
 * One item after the other; the next page is asked for when the one before has been worked through.
 *
 * @example
 * for await (const { id } of eachOf((cursor) => orders.query({ where: { userId }, cursor }))) …
 */
export async function* eachOf<T>(getPage: (cursor: string | undefined) => Promise<Page<T>>) {
  let cursor: string | undefined
  do {
    const page: Page<T> = await getPage(cursor)
    yield* page.items
    cursor = page.cursor
  } while (cursor)
}
