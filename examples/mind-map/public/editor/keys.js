/**
 * What keys do, and the help that says so.
 *
 * @module
 */
import { make } from './elements.js'

/** What a key does, by the name of the action. */
export function toAction({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === 'z') return shiftKey ? 'redo' : 'undo'
    return { y: 'redo', s: 'save', '+': 'in', '=': 'in', '-': 'out', 0: 'all' }[key.toLowerCase()]
  }
  if (key.startsWith('Arrow')) return `${altKey ? 'shift-' : 'go-'}${key.slice(5).toLowerCase()}`
  if (altKey) return undefined
  if (key === 'Enter') return shiftKey ? 'child' : 'sibling'
  const plain = {
    Insert: 'child',
    F2: 'edit',
    ' ': 'edit',
    '/': 'fold',
    Delete: 'remove',
    Backspace: 'remove',
    Home: 'go-home',
  }
  return plain[key]
}

/** The list of keys, to be opened below the map. */
export function toHelp() {
  const rows = [
    ['Arrows', 'go from idea to idea'],
    ['Enter', 'add one beside it'],
    ['Insert, Shift Enter', 'add one below it'],
    ['Space, F2, double click', 'edit'],
    ['/, or the dot', 'fold and unfold'],
    ['Alt with arrows, or drag', 'move'],
    ['Delete', 'delete it and all below'],
    ['Ctrl Z, Ctrl Y', 'undo, redo'],
  ]
  const list = make(
    'dl',
    {},
    ...rows.flatMap(([keys, what]) => [make('dt', {}, keys), make('dd', {}, what)]),
  )
  return make('details', { class: 'map-help' }, make('summary', {}, 'Keys'), list)
}
