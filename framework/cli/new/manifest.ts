/**
 * Puts lines into `app.arc`, and leaves all others as they are.
 *
 * @module
 */

/** The items under a pragma, without what is indented below them: `get /`, `articles`. */
export function listItems(raw: string, pragma: string): string[] {
  const { lines, start, end } = findBlock(raw, pragma)
  const filled = lines.slice(start, end).map(withoutComment).filter(Boolean)
  const indent = Math.min(...filled.map(indentOf))
  return filled
    .filter((line) => indentOf(line) === indent)
    .map((line) => line.trim().split(/\s+/).join(' '))
}

/** Adds an item at the end of a pragma, before a catch-all; makes the pragma where there is none. */
export function addItem(raw: string, pragma: string, item: readonly string[]): string {
  const { lines, start, end } = findBlock(raw, pragma)
  if (start === 0) return `${raw.trimEnd()}\n\n@${pragma}\n${item.join('\n')}\n`

  const block = lines.slice(start, end)
  const last = block.findLastIndex((line) => withoutComment(line) !== '')
  const catchAll = block.findIndex((line) => /^\s*any\s+\/\*/.test(line))
  const at = start + (catchAll >= 0 ? catchAll : last + 1)

  const indent = /^\s*/.exec(block.find((line) => withoutComment(line) !== '') ?? '')![0]
  // Items that have lines of their own are parted by empty lines where they are so already.
  const isSpaced = item.length > 1 && block.slice(0, last).some((line) => line.trim() === '')
  const added = item.map((line) => `${indent}${line}`)
  lines.splice(at, 0, ...(isSpaced ? ['', ...added] : added))
  return lines.join('\n')
}

/** The lines below the pragma's own; `start` is 0 where it is absent. */
function findBlock(raw: string, pragma: string) {
  const lines = raw.split('\n')
  const own = lines.findIndex((line) => withoutComment(line) === `@${pragma}`)
  const next = lines.findIndex((line, index) => index > own && line.startsWith('@'))
  return { lines, start: own + 1, end: next < 0 ? lines.length : next }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trimEnd()
}
