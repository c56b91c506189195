/**
 * The ideas of a mind map, of MindMup's format (`ideas` by rank) or a plain tree of `children`.
 *
 * @module
 */
import { Refusal } from '../../program/serve.ts'

/** An idea with those below it, in their order. */
export interface Idea {
  title: string
  children: Idea[]
}

const most = { ideas: 10_000, depth: 200, characters: 2000 }

/** @throws Refusal where it is no mind map, or too much of one */
export function readTree(input: Buffer): Idea {
  const root = parse(input)
  // MindMup writes its first idea below a root of the file's own.
  const top = root['formatVersion'] === 3 ? onlyIdea(root) : root
  const tree: Idea = { title: '', children: [] }
  let ideas = 0
  const waiting: { from: unknown; to: Idea; depth: number }[] = [{ from: top, to: tree, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { from, to, depth } = next
    if (++ideas > most.ideas) throw new Refusal(`${most.ideas} ideas are the most`)
    if (depth > most.depth) throw new Refusal(`${most.depth} levels are the most`)
    if (!isObject(from)) throw new Refusal('An idea is an object with a title')
    to.title = readTitle(from['title'])
    for (const child of listChildren(from)) {
      const idea = { title: '', children: [] }
      to.children.push(idea)
      waiting.push({ from: child, to: idea, depth: depth + 1 })
    }
  }
  return tree
}

function parse(input: Buffer): Record<string, unknown> {
  let root: unknown
  try {
    root = JSON.parse(input.toString())
  } catch (error) {
    throw new Refusal(`It is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
  if (!isObject(root)) throw new Refusal('A mind map is a JSON object with a title and ideas')
  return root
}

function onlyIdea(root: Record<string, unknown>): unknown {
  const children = listChildren(root)
  return children.length === 1 ? children[0] : root
}

/** By rank; those with a negative rank stand to the left of the root, and come last. */
function listChildren({ children, ideas }: Record<string, unknown>): unknown[] {
  if (Array.isArray(children)) return children
  if (!isObject(ideas)) return []
  const byRank = Object.entries(ideas).map(([rank, idea]) => ({ rank: Number(rank), idea }))
  const place = (rank: number) => (rank >= 0 ? rank : 1e9 - rank)
  return byRank.toSorted((a, b) => place(a.rank) - place(b.rank)).map(({ idea }) => idea)
}

function readTitle(title: unknown): string {
  const text = typeof title === 'string' || typeof title === 'number' ? String(title).trim() : ''
  if (text.length <= most.characters) return text
  throw new Refusal(`A title has ${text.length} characters, and ${most.characters} are the most`)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
