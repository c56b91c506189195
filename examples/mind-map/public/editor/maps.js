/**
 * The dialog of somebody's maps: open one, begin another, delete one.
 *
 * @module
 */
import { make } from './elements.js'
import { deleteMap, listMaps } from './storage.js'

/** Shows the maps; resolves with the name of the one to open, if any. */
export function chooseMap(current) {
  const list = make('ul', { role: 'list' })
  const problem = make('p', { class: 'problem-text', role: 'alert' })
  const input = make('input', {
    id: 'new-map',
    maxLength: 100,
    required: true,
    autocomplete: 'off',
  })
  const form = make(
    'form',
    { class: 'field' },
    make('label', { htmlFor: 'new-map' }, 'A new map'),
    make('div', { class: 'field-row' }, input, make('button', { class: 'button' }, 'Begin')),
  )
  const close = make('button', { type: 'button', class: 'close', 'aria-label': 'Close' }, '×')
  const dialog = make(
    'dialog',
    { class: 'maps', 'aria-label': 'Your maps' },
    close,
    make('h2', {}, 'Your maps'),
    list,
    problem,
    form,
  )
  document.body.append(dialog)
  dialog.showModal()

  return new Promise((resolve) => {
    const end = (name) => {
      resolve(name)
      dialog.remove()
    }
    close.addEventListener('click', () => end())
    dialog.addEventListener('cancel', () => end())
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      end(input.value.trim())
    })
    const fill = async () => {
      try {
        list.replaceChildren(
          ...(await listMaps()).map((map) => toRow(map, { current, end, fill, problem })),
        )
      } catch (error) {
        problem.textContent = error.message
      }
    }
    void fill()
  })
}

function toRow({ name, savedAt, size }, { current, end, fill, problem }) {
  const time = new Date(savedAt).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  const open = make('button', { type: 'button', class: 'open', click: () => end(name) }, name)
  if (name === current) open.setAttribute('aria-current', 'true')
  const about = make('span', { class: 'hint' }, `${time} · ${Math.ceil(size / 1000)} kB`)
  const remove = make(
    'button',
    { type: 'button', class: 'delete', 'aria-label': `Delete ${name}` },
    'Delete',
  )
  remove.disabled = name === current
  remove.addEventListener('click', async () => {
    // The second press does it.
    if (remove.textContent === 'Delete') return (remove.textContent = 'Really?')
    await deleteMap(name).catch((error) => (problem.textContent = error.message))
    await fill()
  })
  return make('li', {}, make('div', {}, open, about), remove)
}
