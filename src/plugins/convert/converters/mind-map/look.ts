/**
 * Colours of the levels, and the line between two ideas.
 *
 * @module
 */
import type { Box } from './layout.ts'

export const ink = '#1c2b33'
export const line = '#8a9aa3'
const fills = ['#ffd9a0', '#cfe8ff', '#d9f2d0']

export function fillOf({ level }: Box): string {
  return fills[level] ?? '#f1f4f6'
}

/** A curve, in the words of SVG, from the parent's right side to the left one of the idea. */
export function toCurve({ x, y, height, parent }: Box & { parent: Box }): string {
  const from = { x: parent.x + parent.width, y: parent.y + parent.height / 2 }
  const to = { x, y: y + height / 2 }
  const half = (from.x + to.x) / 2
  return `M${round(from.x)} ${round(from.y)}C${round(half)} ${round(from.y)} ${round(half)} ${round(to.y)} ${round(to.x)} ${round(to.y)}`
}

export function hasParent(box: Box): box is Box & { parent: Box } {
  return box.parent !== undefined
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
