/**
 * Text in lines of a width.
 *
 * @module
 */

/** Breaks at spaces; what goes beyond so many lines is counted, where it is a list, or cut. */
export function wrap(text: string, { width, lines }: { width: number; lines: number }): string[] {
  const all = fill(text.split(' '), width)
  if (all.length <= lines) return all.map(release)
  const items = text.split(', ')
  for (let shown = items.length - 1; shown > 0; shown--) {
    const short = `${items.slice(0, shown).join(', ')} and ${items.length - shown} more`
    const filled = fill(short.split(' '), width)
    if (filled.length <= lines) return filled.map(release)
  }
  return [...all.slice(0, lines - 1), `${all[lines - 1]!.slice(0, width - 1)}…`].map(release)
}

/** A text that stays on one line. */
export function keepTogether(text: string): string {
  return text.replaceAll(' ', noBreak)
}

const noBreak = '\u00a0'

function release(line: string): string {
  return line.replaceAll(noBreak, ' ')
}

function fill(words: readonly string[], width: number): string[] {
  const lines = ['']
  for (const word of words) {
    const line = lines.at(-1)!
    if (line === '') lines[lines.length - 1] = word
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}
