/**
 * Functions against servers, as SVG: light or dark, as the reader's system is.
 *
 * @module
 */
import { toPoints, type Comparison } from './break-even.ts'
import { toCount, toDollars } from './format.ts'

const box = { width: 760, height: 400, left: 68, right: 24, top: 76, bottom: 56 }
const inner = {
  width: box.width - box.left - box.right,
  height: box.height - box.top - box.bottom,
}

/** How a comparison is drawn. */
export interface SvgOptions {
  title: string
  /** Under the title: what holds for both lines. */
  subtitle: string
  to: number
  unit: string
  breakEven?: number | undefined
  /** An amount to be pointed out, with what is said of it. */
  mark?: { amount: number; label: string }
}

/** A whole SVG document. */
export function toSvgPlot(
  comparison: Comparison,
  { title, subtitle, to, unit, breakEven, mark }: SvgOptions,
): string {
  const points = toPoints(comparison, to, 601)
  const highest = Math.max(...points.flatMap(({ functions, servers }) => [functions, servers]))
  const yTicks = toTicks(highest)
  const xTicks = toTicks(to).filter((it) => it <= to)
  const top = yTicks.at(-1)!
  const x = (amount: number) => box.left + (amount / to) * inner.width
  const y = (dollars: number) => box.top + inner.height - (dollars / top) * inner.height
  const line = (pick: (point: (typeof points)[number]) => number) =>
    points.map((point) => `${x(point.amount).toFixed(1)},${y(pick(point)).toFixed(1)}`).join(' ')
  const last = points.at(-1)!

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.width} ${box.height}" role="img" aria-labelledby="t d">`,
    `<title id="t">${escape(title)}</title>`,
    `<desc id="d">${escape(describe(comparison, { to, unit, breakEven }))}</desc>`,
    style,
    `<rect class="paper" width="${box.width}" height="${box.height}" rx="8"/>`,
    text(24, 30, title, 'title'),
    text(24, 50, subtitle, 'quiet'),
    ...yTicks.map(
      (it) =>
        `<line class="grid" x1="${box.left}" x2="${box.width - box.right}" y1="${y(it)}" y2="${y(it)}"/>` +
        text(box.left - 8, y(it) + 4, toDollars(it).replace(/\.00$/, ''), 'quiet', 'end'),
    ),
    ...xTicks.map((it) =>
      text(x(it), box.height - box.bottom + 20, it === 0 ? '0' : toCount(it), 'quiet', 'middle'),
    ),
    text(box.left + inner.width / 2, box.height - 14, unit, 'quiet', 'middle'),
    `<polyline class="servers" points="${line(({ servers }) => servers)}"/>`,
    `<polyline class="functions" points="${line(({ functions }) => functions)}"/>`,
    ...label('servers', 'always-on servers', x(to * 0.02), y(points[12]!.servers) - 9, 'start'),
    ...label('functions', 'functions', x(to * 0.97), y(last.functions * 0.97) - 12, 'end'),
    ...(breakEven === undefined || breakEven > to
      ? []
      : point(
          x(breakEven),
          y(comparison.functions(breakEven)),
          `the same at ${toCount(breakEven)}`,
        )),
    ...(mark ? point(x(mark.amount), y(comparison.functions(mark.amount)), mark.label) : []),
    '</svg>',
    '',
  ].join('\n')
}

// Colours that can be told apart in both themes, by people who are colour-blind too.
const style = `<style>
  svg { --paper: #ffffff; --ink: #1f2328; --quiet: #59636e; --grid: #d9dee4; --blue: #0b5fb0; --orange: #a84300 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #f0f6fc; --quiet: #9da7b3; --grid: #2f363f; --blue: #6cb2ff; --orange: #ffa657 }
  }
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--ink);
    paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round }
  .title { font-size: 16px; font-weight: 600 }
  .quiet { font-size: 12px; fill: var(--quiet) }
  .paper { fill: var(--paper) }
  .grid { stroke: var(--grid) }
  polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round }
  polyline.functions, circle { stroke: var(--blue) }
  polyline.servers { stroke: var(--orange); stroke-dasharray: 7 4 }
  text.functions { fill: var(--blue); font-weight: 600 }
  text.servers { fill: var(--orange); font-weight: 600 }
  circle { fill: var(--paper); stroke-width: 2.5 }
</style>`

function label(name: string, words: string, x: number, y: number, anchor: string): string[] {
  return [text(x, y, words, name, anchor)]
}

// Words stand on the side where the lines are not.
function point(x: number, y: number, words: string): string[] {
  const isLeft = x > box.left + inner.width * 0.75
  return [
    `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="5"/>`,
    text(x + (isLeft ? -4 : 10), y + 20, words, '', isLeft ? 'end' : 'start'),
  ]
}

function text(x: number, y: number, words: string, name = '', anchor = 'start'): string {
  const kind = name ? ` class="${name}"` : ''
  return `<text${kind} x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escape(words)}</text>`
}

function describe(
  { functions, servers }: Comparison,
  { to, unit, breakEven }: { to: number; unit: string; breakEven: number | undefined },
): string {
  const ends = `At ${toCount(to)} ${unit}: functions ${toDollars(functions(to))}, servers ${toDollars(servers(to))} a month.`
  return breakEven === undefined
    ? ends
    : `Both cost the same at ${toCount(breakEven)} ${unit}. ${ends}`
}

/** Round numbers from 0 to the first that is not below `highest`. */
function toTicks(highest: number): number[] {
  const rough = highest / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((it) => it * power).find((it) => it >= rough)!
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step)
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
