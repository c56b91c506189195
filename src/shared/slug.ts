/**
 * Slugs: the part of an article's address that people read.
 *
 * @module
 */
const shape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const longest = 80

/** Whether a value could be the slug of an article. Asks no table. */
export function isSlug(value: string | undefined): value is string {
  return value !== undefined && value.length <= longest + 10 && shape.test(value)
}

/** The slug for a title: `Über große Dinge` gives `uber-grosse-dinge`. */
export function toSlug(title: string): string {
  const words = title
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .split(/[^a-z0-9]+/)
    .filter(Boolean)

  let slug = ''
  for (const word of words) {
    const longer = slug ? `${slug}-${word}` : word.slice(0, longest)
    if (longer.length > longest) break
    slug = longer
  }
  // A title may hold none of our letters: 日本語 is a title too.
  return slug || 'article'
}
