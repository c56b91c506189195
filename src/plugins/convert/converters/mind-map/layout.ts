/**
 * Where each idea of a map stands: a column for each level, each idea in the middle of its own.
 *
 * @module
 */
import type { Idea } from './tree.ts'

/** An idea in its place; pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
  lines: string[]
  level: number
  parent?: Box
}

export interface Layout {
  width: number
  height: number
  boxes: Box[]
}

export const fontSize = 14
export const lineHeight = 19
export const padding = 9
const gap = { across: 56, down: 12, edge: 24 }
const lineCharacters = 36

/** Lays a map out. */
export function toLayout(root: Idea): Layout {
  const columns: number[] = []
  const boxes: Box[] = []
  let bottom = gap.edge

  // Down to the leaves, which decide the heights, and back up. Levels are 200 at most.
  function place(idea: Idea, level: number, parent?: Box): Box {
    const lines = toLines(idea.title)
    const width = Math.max(...lines.map(widthOf)) + 2 * padding
    const height = lines.length * lineHeight + 2 * padding
    const box: Box = { x: 0, y: bottom, width, height, lines, level, ...(parent && { parent }) }
    boxes.push(box)
    columns[level] = Math.max(columns[level] ?? 0, width)

    const top = bottom
    const children = idea.children.map((child) => place(child, level + 1, box))
    const first = children[0]
    const last = children.at(-1)
    if (first && last) box.y = (first.y + last.y + last.height - height) / 2
    if (box.y < top) {
      // Taller than all below it: these go down together.
      for (const child of boxes.slice(boxes.indexOf(box) + 1)) child.y += top - box.y
      bottom += top - box.y
      box.y = top
    }
    bottom = Math.max(bottom, box.y + height + gap.down)
    return box
  }
  place(root, 0)

  const lefts = columns.reduce<number[]>(
    (all, width, level) => [...all, all[level]! + width + gap.across],
    [gap.edge],
  )
  for (const box of boxes) box.x = lefts[box.level]!
  return {
    width: lefts.at(-1)! - gap.across + gap.edge,
    height: bottom - gap.down + gap.edge,
    boxes,
  }
}

function toLines(title: string): string[] {
  const lines: string[] = []
  for (const word of title.split(/\s+/).flatMap(cut)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < lineCharacters) {
      lines[lines.length - 1] = `${last} ${word}`
    } else lines.push(word)
  }
  return lines
}

function cut(word: string): string[] {
  const characters = [...word]
  if (characters.length <= lineCharacters) return [word]
  return Array.from({ length: Math.ceil(characters.length / lineCharacters) }, (_, index) =>
    characters.slice(index * lineCharacters, (index + 1) * lineCharacters).join(''),
  )
}

// Of DejaVu Sans, a little more than the letters of each kind have.
function widthOf(line: string): number {
  const ems = [...line].reduce((sum, sign) => sum + emsOf(sign), 0)
  return Math.ceil(ems * fontSize)
}

function emsOf(sign: string): number {
  if (/[ijlftr.,:;'!|() -]/.test(sign)) return 0.42
  return /[mwMW@%—]|[\u3000-\u{10ffff}]/u.test(sign) ? 1 : 0.66
}
