/**
 * The bar above the map: its name, what can be done, and how it stands.
 *
 * @module
 */
import { make } from './elements.js'

export const formats = {
  pdf: 'PDF',
  png: 'PNG',
  svg: 'SVG',
  docx: 'Word',
  html: 'Web page',
  markdown: 'Outline',
}

/** @param actions - `[name, label, keys]` of each button, and `null` for a gap */
export function createBar({ actions, run, onExport, onMaps }) {
  const name = make('button', {
    class: 'map-name',
    type: 'button',
    click: onMaps,
    title: 'Your maps',
  })
  const state = make('p', { class: 'map-state', role: 'status' })
  const buttons = new Map()
  const tools = make('div', {
    class: 'map-tools',
    role: 'toolbar',
    'aria-label': 'The selected idea',
  })
  for (const action of actions) {
    if (!action) {
      tools.append(make('span', { class: 'map-gap' }))
      continue
    }
    const [key, label, keys] = action
    const button = make(
      'button',
      { type: 'button', click: () => run(key), title: `${label} (${keys})` },
      label,
    )
    buttons.set(key, button)
    tools.append(button)
  }
  const choices = Object.entries(formats).map(([format, label]) =>
    make('button', { type: 'button', click: () => onExport(format) }, label),
  )
  const menu = make(
    'details',
    { class: 'map-export' },
    make('summary', {}, 'Export'),
    make('div', {}, ...choices),
  )
  document.addEventListener('click', ({ target }) => {
    if (!menu.querySelector('summary').contains(target)) menu.open = false
  })
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    menu.open = false
    menu.querySelector('summary').focus()
  })

  return {
    element: make(
      'div',
      { class: 'map-bar' },
      make('div', { class: 'map-title' }, name, state),
      tools,
      menu,
    ),
    setName: (text) => (name.textContent = text),
    /** Says how it stands; with an error, in colour. */
    say(text, { isProblem = false, link } = {}) {
      state.replaceChildren(
        text,
        ...(link ? [' ', make('a', { href: link.href }, link.label)] : []),
      )
      state.classList.toggle('is-problem', isProblem)
    },
    enable(key, isEnabled) {
      buttons.get(key).disabled = !isEnabled
    },
  }
}
