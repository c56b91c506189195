/**
 * A field over the map, in which somebody writes the title of an idea.
 *
 * @module
 */
import { make } from './elements.js'

/**
 * Asks for a title where an idea stands; resolves with none where they gave up.
 *
 * @param at - the box of the idea, in the window
 */
export function askTitle(canvas, { at, text }) {
  const input = make('input', {
    class: 'title-input',
    'aria-label': 'Title of the idea',
    maxLength: 2000,
    value: text,
  })
  put(input, canvas, at)
  canvas.append(input)
  input.focus()
  input.select()
  return new Promise((resolve) => {
    let isOver = false
    const end = (title) => {
      if (isOver) return
      isOver = true
      input.remove()
      resolve(title)
    }
    input.addEventListener('blur', () => end(input.value))
    input.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.isComposing) return
      if (event.key === 'Escape') end()
      if (event.key === 'Enter') {
        event.preventDefault()
        end(input.value)
      }
    })
  })
}

function put({ style }, canvas, at) {
  const frame = canvas.getBoundingClientRect()
  const width = Math.min(Math.max(at.width + 60, 220), frame.width - 24)
  const left = Math.min(Math.max(at.left - frame.left, 8), frame.width - width - 8)
  Object.assign(style, {
    left: `${left + canvas.scrollLeft}px`,
    top: `${at.top - frame.top + canvas.scrollTop + at.height / 2 - 21}px`,
    width: `${width}px`,
  })
}
