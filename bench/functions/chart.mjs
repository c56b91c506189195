/**
 * docs/bench.svg: the ratios of a run as bars, for light and dark surroundings.
 *
 * @module
 */
import { ours } from './contenders.mjs'

const width = 960
const margin = 24
const gap = 32
const column = (width - 2 * margin - gap) / 2
const label = 172
const row = 20
const bar = 12
/** What is beyond it ends here: one that is far out would leave nothing to see of the others. */
const most = 6

/** @param {Record<string, import('./results.mjs').Result[]>} results by job */
export function renderChart(titles, results) {
  const blocks = [
    {
      title: 'Cold start: processor time from spawn to answer',
      note: '1 is the reference of each job; thin lines are 95 % intervals',
      panels: toPanels(titles, results, 'cold'),
    },
    {
      title: 'Warm: median time of an invocation',
      note: `1 is the reference of each job; bars end at ${most}`,
      panels: toPanels(titles, results, 'warm'),
    },
  ]
  let y = margin
  const parts = []
  for (const block of blocks) {
    const { markup, height } = renderBlock(block, y)
    parts.push(markup)
    y += height
  }
  return `${toHead(y)}${parts.join('')}</svg>\n`
}

function toPanels(titles, results, kind) {
  return Object.keys(results)
    .filter((job) => results[job]?.some((it) => it[kind]?.ratio))
    .map((job) => ({
      title: titles[job],
      bars: results[job]
        .filter((it) => it[kind])
        .map(({ name, isReference, [kind]: { ratio } }) => ({ name, isReference, ratio }))
        .toSorted((one, other) => one.ratio.value - other.ratio.value),
    }))
}

function renderBlock({ title, note, panels }, top) {
  let y = top + 20
  const parts = [
    `<text class="h" x="${margin}" y="${y}">${title}</text>`,
    `<text class="n" x="${width - margin}" y="${y}" text-anchor="end">${note}</text>`,
  ]
  y += 18
  for (let index = 0; index < panels.length; index += 2) {
    const pair = panels.slice(index, index + 2)
    pair.forEach((panel, place) =>
      parts.push(renderPanel(panel, margin + place * (column + gap), y)),
    )
    y += 40 + row * Math.max(...pair.map(({ bars }) => bars.length))
  }
  return { markup: parts.join(''), height: y - top + 8 }
}

function renderPanel({ title, bars }, x, top) {
  const start = x + label
  const room = column - label - 44
  const longest = Math.min(most, Math.max(...bars.map(({ ratio }) => ratio.value)))
  const scale = (value) => start + (Math.min(value, longest) / longest) * room
  const first = top + 26
  const bottom = first + bars.length * row
  const rows = bars.map((it, index) => renderBar(it, { x: start, y: first + index * row, scale }))
  return [
    `<text class="t" x="${x}" y="${top + 14}">${escape(title)}</text>`,
    `<line class="one" x1="${round(scale(1))}" x2="${round(scale(1))}" y1="${first - 4}" y2="${bottom}"/>`,
    ...rows,
  ].join('')
}

function renderBar({ name, isReference, ratio }, { x, y, scale }) {
  const kind = name === ours ? 'ours' : isReference ? 'reference' : 'peer'
  const middle = y + row / 2
  const end = round(scale(ratio.value))
  const [low, high] = [ratio.low, ratio.high].map((it) => round(scale(it)))
  return [
    `<text class="l ${kind}" x="${x - 8}" y="${middle + 4}" text-anchor="end">${escape(name)}</text>`,
    `<rect class="b ${kind}" x="${x}" y="${middle - bar / 2}" width="${round(end - x)}" height="${bar}" rx="2"/>`,
    high > low ? `<line class="i" x1="${low}" x2="${high}" y1="${middle}" y2="${middle}"/>` : '',
    `<text class="v ${kind}" x="${Math.max(end, high) + 6}" y="${middle + 4}">${ratio.value.toFixed(2)}</text>`,
  ].join('')
}

const round = (value) => Math.round(value * 10) / 10

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const toHead = (
  height,
) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Cold starts and warm invocations of the same functions on Plugboard and on other frameworks, as ratios to the same by hand. The figures are in docs/bench.md.">
<style>
  svg { --paper: #fff; --ink: #1d2129; --soft: #5b6472; --peer: #b6bdc9; --reference: #7d8796; --ours: #0a6cbd; --line: #d5dae2; --interval: #1d2129 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #14171d; --ink: #e8ebf0; --soft: #a0a9b8; --peer: #4a5362; --reference: #7d8796; --ours: #4aa8f0; --line: #343b47; --interval: #e8ebf0 }
  }
  .paper { fill: var(--paper) }
  text { fill: var(--ink); font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif }
  .h { font-size: 16px; font-weight: 650 }
  .t { font-size: 13px; font-weight: 600 }
  .n, .l, .v { fill: var(--soft) }
  .v { font-variant-numeric: tabular-nums }
  .l.ours, .v.ours { fill: var(--ours); font-weight: 700 }
  .b.peer { fill: var(--peer) }
  .b.reference { fill: var(--reference) }
  .b.ours { fill: var(--ours) }
  .one { stroke: var(--line); stroke-dasharray: 3 3 }
  .i { stroke: var(--interval); stroke-opacity: .55 }
</style>
<rect class="paper" width="${width}" height="${height}" rx="8"/>
`
