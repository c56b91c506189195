/**
 * Places on the map: which idea is next to another, and where one goes when it is shifted.
 *
 * @module
 */
import { eachVisible, indexOf, move } from './tree.js'

/** The idea that an arrow key leads to, if any. */
export function findNeighbour(selected, direction, { root, boxOf }) {
  if (direction === 'left' || direction === 'right') {
    const side = direction === 'left' ? -1 : 1
    if (selected.parent && selected.side !== side) return selected.parent
    // Outwards, the child that is nearest in height.
    const children = selected.isFolded ? [] : selected.children
    return findNearest(
      selected,
      children.filter((it) => it.side === side),
      boxOf,
    )
  }
  const own = boxOf(selected)
  const sameLevel = [...eachVisible(root)].filter((it) => {
    const box = boxOf(it)
    const isAbove = direction === 'up' ? box.y < own.y : box.y > own.y
    return isAbove && box.level === own.level && it.side === selected.side
  })
  return findNearest(selected, sameLevel, boxOf)
}

function findNearest(idea, others, boxOf) {
  const middle = ({ y, height }) => y + height / 2
  const distance = (it) => Math.abs(middle(boxOf(it)) - middle(boxOf(idea)))
  return others.toSorted((a, b) => distance(a) - distance(b))[0]
}

/** What shifts an idea up, down, inwards or outwards; nothing where it cannot go there. */
export function toShift(idea, direction) {
  const { parent } = idea
  if (!parent) return undefined
  const all = parent.children.filter((it) => it.side === idea.side)
  const at = all.indexOf(idea)
  if (direction === 'up' || direction === 'down') {
    const other = all[at + (direction === 'up' ? -1 : 1)]
    return other && (() => swap(idea, other))
  }
  const isOutwards = (direction === 'right') === idea.side > 0
  if (isOutwards) return all[at - 1] && (() => move(idea, all[at - 1]))
  if (parent.parent) return () => move(idea, parent.parent, indexOf(parent) + 1)
  return () => changeSides(idea)
}

function swap(idea, other) {
  const { children } = idea.parent
  const [a, b] = [indexOf(idea), indexOf(other)]
  children[a] = other
  children[b] = idea
}

/** From one side of the root to the other. */
function changeSides(idea) {
  idea.side = -idea.side
  idea.children.forEach(changeSides)
}
