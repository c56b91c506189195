/**
 * The drawing: a tree for eyes, and the same one for screen readers.
 *
 * @module
 */
import { countBelow } from './tree.js'
import { toLayout } from './layout.js'

const colours = 6

/** Draws a map into an `<svg>`; answers the layout. */
export function draw(svg, root, selected) {
  const layout = toLayout(root)
  const { boxes, left, top, width, height } = layout
  const lines = element('g', { class: 'lines', 'aria-hidden': 'true' })
  const ideas = element('g', { role: 'presentation' })
  for (const [idea, box] of boxes) {
    if (idea.parent) lines.append(toLine(idea, box, boxes.get(idea.parent)))
    ideas.append(toShape(idea, box))
  }
  svg.setAttribute('viewBox', `${left} ${top} ${width} ${height}`)
  svg.replaceChildren(lines, ideas)
  select(svg, selected)
  return layout
}

/** Marks an idea, without drawing anything anew. */
export function select(svg, idea) {
  const before = svg.querySelector('.selected')
  before?.classList.remove('selected')
  before?.setAttribute('aria-selected', 'false')
  const shape = svg.querySelector(`#${idea.id}`)
  shape?.classList.add('selected')
  shape?.setAttribute('aria-selected', 'true')
  svg.setAttribute('aria-activedescendant', idea.id)
}

function toShape(idea, { x, y, width, height, kind, level, branch, ...text }) {
  const isCounted = idea.isFolded && idea.children.length > 0
  const group = element('g', {
    id: idea.id,
    class: `idea kind-${kind} colour-${(branch ?? 0) % colours}`,
    transform: `translate(${round(x)} ${round(y)})`,
    role: 'treeitem',
    'aria-level': level + 1,
    'aria-label': isCounted ? `${idea.title} ${toCount(idea)}` : idea.title || 'without a title',
    'aria-selected': 'false',
    ...(idea.children.length > 0 && { 'aria-expanded': !idea.isFolded }),
  })
  group.append(
    element('rect', { width: round(width), height: round(height), rx: height > 40 ? 12 : 9 }),
  )
  for (const [index, line] of text.lines.entries()) {
    const baseline = text.padding.y + text.size * 0.98 + index * text.lineHeight
    const words = element('text', { x: text.padding.x, y: round(baseline) })
    // What is read is what is seen, word by word.
    words.textContent = isCounted || index < text.lines.length - 1 ? `${line} ` : line
    group.append(words)
  }
  if (kind === 2)
    group.append(element('path', { class: 'underline', d: `M0 ${round(height)}H${round(width)}` }))
  if (idea.children.length > 0 && idea.parent) group.append(toFold(idea, { width, height, kind }))
  return group
}

function toFold(idea, { width, height, kind }) {
  const x = idea.side > 0 ? width : 0
  const y = kind === 2 ? height : height / 2
  const fold = element('g', { class: 'fold', transform: `translate(${round(x)} ${round(y)})` })
  fold.append(element('circle', { r: idea.isFolded ? 11 : 6 }))
  if (!idea.isFolded) return fold
  const words = element('text', { y: 3.5, 'text-anchor': 'middle' })
  words.textContent = toCount(idea)
  fold.append(words)
  return fold
}

function toCount(idea) {
  const below = countBelow(idea)
  return below > 999 ? '1k+' : String(below)
}

function toLine({ side, parent }, box, above) {
  const from = parent.parent
    ? { x: side > 0 ? above.x + above.width : above.x, y: anchor(above) }
    : { x: above.x + above.width / 2, y: above.y + above.height / 2 }
  const to = { x: side > 0 ? box.x : box.x + box.width, y: anchor(box) }
  const bend = (from.x + to.x) / 2
  const [a, b, c, d, e] = [from.x, from.y, bend, to.x, to.y].map(round)
  return element('path', {
    class: `line kind-${box.kind} colour-${box.branch % colours}`,
    d: `M${a} ${b}C${c} ${b} ${c} ${e} ${d} ${e}`,
  })
}

// Small ideas stand on their line.
function anchor({ y, height, kind }) {
  return kind === 2 ? y + height : y + height / 2
}

function element(name, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}

function round(value) {
  return Math.round(value * 10) / 10
}
