/**
 * Puts the figures of a run into this example's README, between two marks.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Figure } from '#framework/testing/figures.ts'

const file = new URL('../README.md', import.meta.url)
const begin = '<!-- bench:playground -->'
const end = '<!-- end of bench:playground -->'

/** @throws Error where the README has no marks */
export function publish(figures: readonly Figure[], minutes: readonly [number, number]): void {
  const [before, rest] = readFileSync(file, 'utf8').split(begin)
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`README.md has lost its marks ${begin} and ${end}.`)
  const date = new Date().toISOString().slice(0, 10)
  const said = `${date}, ${availableParallelism()} processors, ${minutes.join(' and ')} minutes:`
  const text = [begin, said, toRows(figures), end].join('\n\n')
  writeFileSync(file, `${before}${text}${after}`)
}

function toRows(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, figure, bar, isMet }) => {
    const met = isMet === undefined ? '' : isMet ? 'met' : 'not met'
    return [what, bar, figure, met]
  })
  const all = [['what', 'bar', 'figure', ''], ['', '', '', ''], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)))
  const lines = all.map((row, index) =>
    row.map((cell, column) =>
      index === 1 ? '-'.repeat(Math.max(widths[column]!, 3)) : cell.padEnd(widths[column]!),
    ),
  )
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
