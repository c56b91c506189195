/**
 * Front matter: the lines of `name: value` at the top of a Markdown file.
 *
 * @module
 */

/** A file's fields and its body. Lists are written `[a, b]` or `a, b`: see `toList`. */
export function parseFrontMatter(file: string): { fields: Record<string, string>; body: string } {
  const [, head, body] = /^---\r?\n(.*?)\r?\n---\r?\n(.*)$/s.exec(file) ?? []
  if (head === undefined || body === undefined) {
    throw new Error('Front matter is missing: begin the file with a line of ---, and end it so')
  }

  const fields = head.split(/\r?\n/).flatMap((line) => {
    const [, name, value = ''] = /^(\w+):\s*(.*?)\s*$/.exec(line) ?? []
    return name ? [[name, unquote(value)]] : []
  })
  return { fields: Object.fromEntries(fields), body: body.trim() }
}

/** The entries of a list. */
export function toList(value: string): string[] {
  return value
    .replace(/^\[(.*)\]$/, '$1')
    .split(',')
    .map((entry) => unquote(entry.trim()))
    .filter(Boolean)
}

function unquote(value: string) {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value) ?? []
  return inner ?? value
}
