/**
 * Numbers and tables, as people read them.
 *
 * @module
 */

/** `$1,234.50`; large sums without cents. */
export function toDollars(value: number): string {
  const digits = Math.abs(value) >= 1000 ? 0 : 2
  const text = Math.abs(value).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${value < 0 ? '-' : ''}$${text}`
}

/** `4.8 M`, `12,300`. */
export function toCount(value: number): string {
  if (value >= 1e9) return `${round(value / 1e9)} billion`
  if (value >= 1e6) return `${round(value / 1e6)} M`
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 })
}

/** `65.1 %`, from 0.651. */
export function toPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** Columns, the first one to the left and the others to the right, two blanks between them. */
export function toTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 1 })
}
