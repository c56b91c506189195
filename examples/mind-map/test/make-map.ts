/**
 * Maps in MindMup's format, made by script: the published example of 54 KB could not be reached.
 *
 * @module
 */

interface Idea {
  id: string
  title: string
  ideas?: Record<string, Idea>
  attr?: object
}

const words =
  'plan goal budget team market launch risk idea customer story test release support price partner design'.split(
    ' ',
  )

/** A map of so many ideas, ten below each, whose titles differ by `seed`. */
export function makeMap(ideas: number, seed = 0): string {
  const all = Array.from({ length: ideas }, (_, index): Idea => ({
    id: `${seed}.${index + 1}`,
    title: toTitle(index, seed),
    ...(index % 7 === 0 && { attr: { style: { background: '#e0e0ff' }, collapsed: false } }),
  }))
  for (const [index, idea] of all.entries()) {
    if (index === 0) continue
    const parent = all[Math.floor((index - 1) / 10)]!
    // As MindMup ranks them: below the root, every other one is to its left.
    const rank = parent === all[0] && index % 2 === 0 ? -index : index
    ;(parent.ideas ??= {})[rank] = idea
  }
  return JSON.stringify({
    formatVersion: 3,
    id: 'root',
    title: all[0]!.title,
    ideas: { 1: all[0] },
  })
}

/** About 54 KB, as MindMup's own example has. */
export const exampleMap = (seed = 0) => makeMap(730, seed)

/** What people save. */
export const mapOf50Kb = (seed = 0) => makeMap(676, seed)

/** A large one. */
export const largeMap = (seed = 0) => makeMap(5000, seed)

function toTitle(index: number, seed: number): string {
  const word = (step: number) => words[(index * step + seed) % words.length]!
  return `${word(3)} ${word(5)} ${word(7)} and ${word(11)} ${index}`
}
