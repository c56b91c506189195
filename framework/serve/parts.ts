/**
 * What a container can do in place of functions.
 *
 * @module
 */

/** In the words of `app.arc`, below `@serve`, and of `--only`. */
export const parts = ['http', 'queues', 'schedules', 'events'] as const

export type Part = (typeof parts)[number]

/**
 * The parts that a list names, each once, in their own order.
 *
 * @throws Error with every word that is none
 */
export function toParts(words: readonly unknown[], where: string): Part[] {
  const unknown = words.filter((word) => !parts.includes(word as Part))
  if (unknown.length > 0) {
    const words = unknown.map((word) => `"${String(word)}"`).join(', ')
    throw new Error(`${where}: ${words} cannot be served. Write any of ${parts.join(', ')}.`)
  }
  return parts.filter((part) => words.includes(part))
}

/**
 * What `app.arc` gives to the container: `@serve`, one part a line. Default: requests alone.
 *
 * @throws Error with every word that is none
 */
export function readServed({ arc }: { arc: Record<string, unknown[]> }): Part[] {
  const words = arc['serve']?.flat() ?? []
  return words.length > 0 ? toParts(words, '[app.arc] @serve') : ['http']
}
