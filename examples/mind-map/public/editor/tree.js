/**
 * A map: ideas below ideas, in MindMup's format on the way in and out, and what can be done to it.
 *
 * @module
 */

let last = 0

/** A new idea; `side` is -1 for what stands to the left of the root. */
export function createIdea(title = '', more = {}) {
  return { id: `i${++last}`, title, isFolded: false, side: 1, children: [], ...more }
}

/** Reads MindMup's JSON. @throws Error in words where it is none */
export function readMap(text) {
  const file = JSON.parse(text)
  const top = Object.values(file?.ideas ?? {})
  const from = file?.formatVersion === 3 && top.length === 1 ? top[0] : file
  if (typeof from !== 'object' || from === null) throw new Error('This is no mind map.')
  return readIdea(from, undefined, 1)
}

/** Writes MindMup's JSON. */
export function writeMap(root) {
  const idea = writeIdea(root)
  return JSON.stringify({ formatVersion: 3, id: 'root', title: root.title, ideas: { 1: idea } })
}

/** Puts an idea among the children of another; at the end, unless told where. */
export function insert(idea, parent, at = parent.children.length) {
  idea.parent = parent
  idea.side = parent.parent ? parent.side : sideOf(idea, parent)
  parent.children.splice(at, 0, idea)
  parent.isFolded = false
  turn(idea)
  return idea
}

/** The place of an idea among the children of its parent. */
export const indexOf = (idea) => idea.parent.children.indexOf(idea)

/** Takes an idea out; answers which one is next to it. */
export function remove(idea) {
  const { parent } = idea
  const at = parent.children.indexOf(idea)
  parent.children.splice(at, 1)
  return parent.children[at] ?? parent.children[at - 1] ?? parent
}

/** Moves an idea below another, unless that is itself or below it. */
export function move(idea, parent, at) {
  if (!idea.parent || isWithin(parent, idea)) return false
  remove(idea)
  insert(idea, parent, at)
  return true
}

export function isWithin(idea, other) {
  for (let it = idea; it; it = it.parent) if (it === other) return true
  return false
}

/** Every idea that can be seen, from the top down. */
export function* eachVisible(idea) {
  yield idea
  if (!idea.isFolded) for (const child of idea.children) yield* eachVisible(child)
}

/** How many are below. */
export function countBelow({ children }) {
  return children.reduce((sum, child) => sum + 1 + countBelow(child), 0)
}

function readIdea({ title, ideas, attr, children }, parent, side) {
  const idea = createIdea(String(title ?? ''), { isFolded: attr?.collapsed === true, side, attr })
  if (parent) idea.parent = parent
  const below = Array.isArray(children)
    ? children.map((child, index) => [index + 1, child])
    : Object.entries(ideas ?? {}).toSorted(([a], [b]) => Math.abs(a) - Math.abs(b))
  idea.children = below.map(([rank, child]) =>
    readIdea(child, idea, parent ? side : rank < 0 ? -1 : 1),
  )
  return idea
}

// What another program has noted of an idea stays with it.
function writeIdea({ title, isFolded, attr, parent, children }) {
  const { collapsed: _was, ...rest } = attr ?? {}
  const noted = { ...rest, ...(isFolded && { collapsed: true }) }
  const idea = { title, ...(Object.keys(noted).length > 0 && { attr: noted }) }
  if (children.length === 0) return idea
  idea.ideas = Object.fromEntries(
    children.map((child, index) => [(index + 1) * (parent ? 1 : child.side), writeIdea(child)]),
  )
  return idea
}

// Below the root, an idea goes to where there is more room.
function sideOf(idea, root) {
  const right = root.children.filter(({ side }) => side > 0).length
  return right > root.children.length - right ? -1 : 1
}

function turn(idea) {
  for (const child of idea.children) {
    child.side = idea.side
    turn(child)
  }
}
