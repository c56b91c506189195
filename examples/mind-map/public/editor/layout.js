/**
 * Where each idea stands: the root in the middle, its branches to both sides, a column for each level.
 *
 * @module
 */

const fonts = ['650 19px', '600 15.5px', '400 14.5px']
const padding = [
  { x: 20, y: 13 },
  { x: 13, y: 8 },
  { x: 8, y: 5 },
]
const gap = { x: 46, y: 9, branch: 20, edge: 70 }
const lineHeight = 1.3
const widest = 250

const canvas = document.createElement('canvas').getContext('2d')
const family = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif'
const measured = new Map()

/** The box of each idea that can be seen, and the size of all; pixels. */
export function toLayout(root) {
  const boxes = new Map()
  measure(root, 0, boxes)
  for (const [branch, child] of root.children.entries()) {
    for (const idea of visible(child)) boxes.get(idea).branch = branch
  }
  const own = boxes.get(root)
  for (const side of [-1, 1]) {
    const children = shown(root).filter((child) => child.side === side)
    const height = stack(children, boxes, gap.branch)
    const x = (own.width / 2 + gap.x * 1.3) * side
    place(children, { x, y: -height / 2, side }, boxes, gap.branch)
  }
  Object.assign(own, { x: -own.width / 2, y: -own.height / 2 })
  return { boxes, ...frame(boxes) }
}

function measure(idea, level, boxes) {
  const kind = Math.min(level, 2)
  const lines = toLines(idea.title || '…', fonts[kind])
  const size = Number.parseFloat(fonts[kind].split(' ')[1])
  boxes.set(idea, {
    level,
    kind,
    size,
    lines: lines.map(({ text }) => text),
    lineHeight: size * lineHeight,
    padding: padding[kind],
    width: Math.max(24, ...lines.map(({ width }) => width)) + 2 * padding[kind].x,
    height: lines.length * size * lineHeight + 2 * padding[kind].y,
  })
  for (const child of shown(idea)) measure(child, level + 1, boxes)
}

function toLines(title, font) {
  const key = font + title
  const known = measured.get(key)
  if (known) return known
  canvas.font = `${font} ${family}`
  const lines = []
  for (const word of title.split(/\s+/).flatMap((it) => it.match(/.{1,30}/gu) ?? [])) {
    const before = lines.at(-1)
    const text = before ? `${before.text} ${word}` : word
    const { width } = canvas.measureText(text)
    if (before && width <= widest) Object.assign(before, { text, width })
    else lines.push({ text: word, width: canvas.measureText(word).width })
  }
  if (measured.size > 20_000) measured.clear()
  measured.set(key, lines)
  return lines
}

/** Notes the room that each subtree takes; answers that of all. */
function stack(ideas, boxes, space) {
  let sum = 0
  for (const idea of ideas) {
    const box = boxes.get(idea)
    box.room = Math.max(box.height, stack(shown(idea), boxes, gap.y))
    sum += box.room
  }
  return sum + Math.max(0, ideas.length - 1) * space
}

function place(ideas, { x, y, side }, boxes, space) {
  for (const idea of ideas) {
    const box = boxes.get(idea)
    box.x = side > 0 ? x : x - box.width
    box.y = y + (box.room - box.height) / 2
    const below = shown(idea)
    const height = below.reduce((sum, it) => sum + boxes.get(it).room + gap.y, -gap.y)
    const from = { x: x + side * (box.width + gap.x), y: y + (box.room - height) / 2, side }
    place(below, from, boxes, gap.y)
    y += box.room + space
  }
}

function frame(boxes) {
  let [left, top, right, bottom] = [0, 0, 0, 0]
  for (const { x, y, width, height } of boxes.values()) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  return {
    left: left - gap.edge,
    top: top - gap.edge,
    width: right - left + 2 * gap.edge,
    height: bottom - top + 2 * gap.edge,
  }
}

function shown({ isFolded, children }) {
  return isFolded ? [] : children
}

function* visible(idea) {
  yield idea
  for (const child of shown(idea)) yield* visible(child)
}
