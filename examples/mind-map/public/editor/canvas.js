/**
 * The canvas: the drawing in a window that is scrolled and zoomed, and what a mouse does to it.
 *
 * @module
 */
import { draw, select } from './drawing.js'
import { make } from './elements.js'
import { askTitle } from './title-input.js'
import { isWithin } from './tree.js'

const zooms = { least: 0.2, most: 2, step: 1.25 }
const dragFrom = 6

/** @param on - `select(idea)`, `edit(idea)`, `fold(idea)`, `drop(idea, target)` */
export function createCanvas(on) {
  const window_ = make('div', { class: 'canvas' })
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  for (const [name, value] of [
    ['role', 'tree'],
    ['tabindex', '0'],
    ['aria-label', 'The map'],
  ]) {
    svg.setAttribute(name, value)
  }
  window_.append(svg)
  let zoom = 1
  let layout
  let byId = new Map()

  const canvas = {
    element: window_,
    svg,

    /** Draws; what is selected stays where it is on the screen. */
    draw(root, selected, { isNew = false } = {}) {
      const before =
        layout && !isNew && svg.querySelector(`#${selected.id}`)?.getBoundingClientRect()
      layout = draw(svg, root, selected)
      // On a small screen a map begins small enough to be looked over.
      if (isNew)
        zoom = Math.min(
          1,
          Math.max(0.55, window_.clientWidth / layout.width, window_.clientWidth / 640),
        )
      byId = new Map([...layout.boxes.keys()].map((idea) => [idea.id, idea]))
      resize()
      if (before) {
        const now = svg.querySelector(`#${selected.id}`)?.getBoundingClientRect()
        if (now) window_.scrollBy(now.left - before.left, now.top - before.top)
      }
      if (isNew) canvas.show(root, { inMiddle: true })
      else canvas.show(selected)
    },

    select(idea) {
      select(svg, idea)
      canvas.show(idea)
    },

    /** Scrolls to an idea, if it is not in sight. */
    show(idea, { inMiddle = false } = {}) {
      const found = svg.querySelector(`#${idea.id}`)?.getBoundingClientRect()
      if (!found) return
      const frame = window_.getBoundingClientRect()
      const by = (from, to, start, end) => {
        if (inMiddle) return (from + to) / 2 - (start + end) / 2
        return from < start + 30 ? from - start - 30 : to > end - 30 ? to - end + 30 : 0
      }
      window_.scrollBy(
        by(found.left, found.right, frame.left, frame.right),
        by(found.top, found.bottom, frame.top, frame.bottom),
      )
    },

    /** A step in or out; 0 shows all of the map. */
    zoom(steps, selected) {
      const fit = Math.min(
        1,
        window_.clientWidth / layout.width,
        window_.clientHeight / layout.height,
      )
      const wanted = steps === 0 ? fit : zoom * zooms.step ** steps
      zoom = Math.min(zooms.most, Math.max(zooms.least, wanted))
      resize()
      canvas.show(selected, { inMiddle: true })
    },

    boxOf: (idea) => layout.boxes.get(idea),

    /** Lets somebody write a title where it stands; resolves with none where they gave up. */
    async write(idea, text = idea.title) {
      const at = svg.querySelector(`#${idea.id} rect`).getBoundingClientRect()
      const title = await askTitle(window_, { at, text })
      svg.focus({ preventScroll: true })
      return title
    },
  }

  function resize() {
    svg.setAttribute('width', layout.width * zoom)
    svg.setAttribute('height', layout.height * zoom)
  }

  const ideaAt = (target) => byId.get(target?.closest?.('.idea')?.id)

  svg.addEventListener('dblclick', ({ target }) => {
    const idea = ideaAt(target)
    if (idea && !target.closest('.fold')) on.edit(idea)
  })

  svg.addEventListener('click', ({ target }) => {
    const idea = ideaAt(target)
    if (idea && target.closest('.fold')) on.fold(idea)
  })

  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    const idea = ideaAt(event.target)
    if (idea && !event.target.closest('.fold')) on.select(idea)
    // A finger scrolls by itself.
    if (event.pointerType === 'touch') return
    if (idea?.parent) drag(event, idea)
    else if (!idea) pan(event)
  })

  function pan(start) {
    const from = { left: window_.scrollLeft, top: window_.scrollTop }
    svg.classList.add('panning')
    follow(start, {
      move: ({ clientX, clientY }) =>
        window_.scrollTo(from.left + start.clientX - clientX, from.top + start.clientY - clientY),
      end: () => svg.classList.remove('panning'),
    })
  }

  function drag(start, idea) {
    const shape = svg.querySelector(`#${idea.id}`)
    let target
    let isDragging = false
    follow(start, {
      move({ clientX, clientY }) {
        const [x, y] = [clientX - start.clientX, clientY - start.clientY]
        isDragging ||= Math.hypot(x, y) > dragFrom
        if (!isDragging) return
        shape.classList.add('dragged')
        const box = layout.boxes.get(idea)
        shape.setAttribute('transform', `translate(${box.x + x / zoom} ${box.y + y / zoom})`)
        const under = ideaAt(document.elementFromPoint(clientX, clientY))
        mark((target = under && !isWithin(under, idea) ? under : undefined))
      },
      end(isDone) {
        mark(undefined)
        shape.classList.remove('dragged')
        if (!isDragging) return
        const { x, y } = layout.boxes.get(idea)
        shape.setAttribute('transform', `translate(${x} ${y})`)
        if (isDone && target) on.drop(idea, target)
      },
    })
  }

  function mark(idea) {
    svg.querySelector('.target')?.classList.remove('target')
    if (idea) svg.querySelector(`#${idea.id}`)?.classList.add('target')
  }

  return canvas
}

function follow(start, { move, end }) {
  const controller = new AbortController()
  const { signal } = controller
  const stop = (isDone) => {
    controller.abort()
    end(isDone)
  }
  addEventListener('pointermove', (event) => event.pointerId === start.pointerId && move(event), {
    signal,
  })
  addEventListener('pointerup', () => stop(true), { signal })
  addEventListener('pointercancel', () => stop(false), { signal })
  addEventListener('keydown', ({ key }) => key === 'Escape' && stop(false), { signal })
}
