/**
 * Which attributes of some rows are shown, and how.
 *
 * @module
 */

type Row = { [name: string]: unknown }

const most = 8

/** Keys first, then what most rows have; long ones last. */
export function toColumns(rows: Row[], keys: string[]): string[] {
  const sizes = new Map<string, number>()
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      sizes.set(name, Math.max(sizes.get(name) ?? 0, JSON.stringify(value)?.length ?? 0))
    }
  }
  const others = [...sizes].filter(([name]) => !keys.includes(name)).sort((a, b) => a[1] - b[1])
  return [...keys, ...others.map(([name]) => name)].slice(0, most)
}

/** A value in one short line. */
export function toCell(value: unknown): string {
  if (value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 90 ? `${text.slice(0, 90)}…` : text
}
