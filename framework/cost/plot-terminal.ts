/**
 * Functions against servers, in a terminal.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { toPoints, type Comparison } from './break-even.ts'
import { toCount, toDollars } from './format.ts'

const require = createRequire(import.meta.url)
const asciichart = require('asciichart') as {
  plot: (series: number[][], options: object) => string
  blue: string
  yellow: string
  reset: string
}

const columns = 64

/** How a comparison is drawn. */
export interface PlotOptions {
  /** Where the axis of amounts ends. */
  to: number
  /** `users a month`. */
  unit: string
  breakEven?: number | undefined
  hasColors?: boolean
}

/** Dollars a month over the amount; a line with `▲` shows where both cost the same. */
export function toTerminalPlot(
  comparison: Comparison,
  { to, unit, breakEven, hasColors = false }: PlotOptions,
): string[] {
  const points = toPoints(comparison, to, columns)
  const paint = (color: string, text: string) =>
    hasColors ? `${color}${text}${asciichart.reset}` : text
  const plot = asciichart.plot(
    [points.map(({ functions }) => functions), points.map(({ servers }) => servers)],
    {
      height: 12,
      min: 0,
      padding: '         ',
      format: (value: number) => toDollars(Math.round(value)).replace(/\.00$/, '').padStart(8),
      ...(hasColors && { colors: [asciichart.blue, asciichart.yellow] }),
    },
  )
  const margin = ' '.repeat(10)
  const place = (amount: number) => Math.round((amount / to) * (columns - 1))
  const marker =
    breakEven === undefined
      ? []
      : [`${margin}${' '.repeat(place(breakEven))}▲ ${toCount(breakEven)}`]
  const end = toCount(to)
  const half = toCount(to / 2)
  const axis = `0${half.padStart(columns / 2 + Math.ceil(half.length / 2) - 1)}`
  return [
    ...plot.split('\n'),
    ...marker,
    `${margin}${axis}${end.padStart(columns + Math.ceil(end.length / 2) - axis.length)} ${unit}`,
    `${margin}${paint(asciichart.blue, 'rising: functions')}   ${paint(asciichart.yellow, 'flat, or in steps: servers')}`,
  ]
}
