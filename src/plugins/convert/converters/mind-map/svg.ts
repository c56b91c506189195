/**
 * A map as SVG: nothing in it but shapes and text.
 *
 * @module
 */
import { escapeXml } from '../../program/office.ts'
import { fontSize, lineHeight, padding, toLayout, type Box } from './layout.ts'
import { fillOf, hasParent, ink, line, toCurve } from './look.ts'
import type { Idea } from './tree.ts'

export function toSvg(tree: Idea): string {
  const { width, height, boxes } = toLayout(tree)
  const size = `width="${Math.ceil(width)}" height="${Math.ceil(height)}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${Math.ceil(width)} ${Math.ceil(height)}" role="img">`,
    `<title>${escapeXml(tree.title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    `<g fill="none" stroke="${line}" stroke-width="1.5">`,
    ...boxes.filter(hasParent).map((box) => `<path d="${toCurve(box)}"/>`),
    `</g><g font-family="DejaVu Sans, Verdana, sans-serif" font-size="${fontSize}">`,
    ...boxes.map(toShape),
    '</g></svg>',
  ].join('\n')
}

function toShape(box: Box): string {
  const { x, y, width, height, lines } = box
  const texts = lines.map((text, index) => {
    const baseline = y + padding + fontSize + index * lineHeight
    return `<text x="${x + padding}" y="${baseline}" fill="${ink}">${escapeXml(text)}</text>`
  })
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="7" fill="${fillOf(box)}"/>${texts.join('')}`
}
