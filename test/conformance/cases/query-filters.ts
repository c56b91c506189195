/**
 * Which items the filter of a Query lets through.
 *
 * @module
 */
import { on, type Case, type Group } from '../case.ts'
import { book, books } from '../tables.ts'

const { query } = on(books)
const expressions = 'tier1/query/expressions'

/** Which books a filter lets through, of ten. */
const filter = (
  FilterExpression: string,
  values: Record<string, unknown>,
  places: number[],
  from: string,
): Case => ({
  name: `filters by ${FilterExpression}`,
  from: `${expressions}: ${from}`,
  steps: [
    query(
      'shelf = :s',
      { ':s': 'a', ...values },
      {
        FilterExpression,
        ...(/#p/.test(FilterExpression) && { names: { '#p': 'printed', '#y': 'year' } }),
      },
    ).gives({ Items: places.map(book), Count: places.length, ScannedCount: 10 }),
  ],
})

export const queryFilters: Group = {
  operation: 'Query',
  cases: [
    filter(
      'pages BETWEEN :l AND :h',
      { ':l': 250, ':h': 400 },
      [3, 4],
      'BETWEEN on non-key attribute',
    ),
    filter('pages IN (:l, :h)', { ':l': 100, ':h': 400 }, [1, 4], 'attr IN (:v1, :v2, :v3)'),
    filter(
      'contains(languages, :l)',
      { ':l': 'de' },
      [1, 2, 3, 4, 5],
      'contains(setAttr, :element)',
    ),
    filter(
      'NOT contains(languages, :l) AND attribute_exists(tag)',
      { ':l': 'de' },
      [7, 9],
      'compound AND condition',
    ),
    filter('begins_with(title, :l)', { ':l': 'Book 1' }, [1, 10], 'begins_with(attr, :prefix)'),
    filter(
      '#p.#y = :l OR parts[1].weight = :h AND pages = :m',
      { ':l': 2004, ':h': 2, ':m': 100 },
      [1, 5],
      'nested map path',
    ),
    filter(
      'size(languages) = :l AND (stars < :h OR attribute_not_exists(stars))',
      { ':l': 2, ':h': 3 },
      [2, 4],
      'size() on string set',
    ),
    filter(
      'attribute_type(stars, :l) AND stars <> :h',
      { ':l': 'N', ':h': 3 },
      [7, 9],
      'attribute_type(attr, :type)',
    ),
  ],
}
