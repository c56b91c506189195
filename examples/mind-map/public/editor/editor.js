/**
 * The editor: a map, what keys and buttons do to it, and where it is kept.
 *
 * @module
 */
import { createBar } from './bar.js'
import { createCanvas } from './canvas.js'
import { exportAs } from './exporting.js'
import { createHistory } from './history.js'
import { toAction, toHelp } from './keys.js'
import { chooseMap } from './maps.js'
import { findNeighbour, toShift } from './places.js'
import { createSaving } from './saving.js'
import { starter } from './starter.js'
import { openMap, SignInNeeded } from './storage.js'
import { createIdea, indexOf, insert, move, readMap, remove, writeMap } from './tree.js'

const draftKey = 'mind-map-draft'
const firstName = 'My map'

async function start(place) {
  let root = readMap(starter)
  let selected = root
  let name = decodeURIComponent(location.hash.slice(1)) || firstName
  let isStranger = false
  const history = createHistory()
  const saving = createSaving({ write: () => writeMap(root), tell: tellSaving })
  const canvas = createCanvas({
    select,
    edit: (idea) => edit(idea),
    fold: (idea) => change(() => (idea.isFolded = !idea.isFolded), idea),
    drop: (idea, target) => change(() => move(idea, target), idea),
  })

  const actions = [
    ['child', 'Add below', 'Insert'],
    ['sibling', 'Add beside', 'Enter'],
    ['edit', 'Edit', 'Space'],
    ['fold', 'Fold', '/'],
    ['remove', 'Delete', 'Delete'],
    null,
    ['undo', 'Undo', 'Ctrl Z'],
    ['redo', 'Redo', 'Ctrl Y'],
    null,
    ['out', '−', 'Ctrl −'],
    ['in', '+', 'Ctrl +'],
    ['all', 'All', 'Ctrl 0'],
  ]
  const run = {
    child: () => add(selected),
    sibling: () => (selected.parent ? add(selected.parent, indexOf(selected) + 1) : add(selected)),
    edit: () => edit(selected),
    fold: () =>
      selected.children.length > 0 && change(() => (selected.isFolded = !selected.isFolded)),
    remove: () => selected.parent && change(() => (selected = remove(selected))),
    undo: () => restore(history.undo(writeMap(root))),
    redo: () => restore(history.redo(writeMap(root))),
    out: () => canvas.zoom(-1, selected),
    in: () => canvas.zoom(1, selected),
    all: () => canvas.zoom(0, selected),
    save: () => saving.now(),
  }
  const bar = createBar({
    actions,
    run: (key) => run[key](),
    onExport: (format) =>
      isStranger ? tellStranger() : exportAs(format, { name, map: writeMap(root), say: bar.say }),
    onMaps: async () => {
      if (isStranger) return tellStranger()
      const chosen = await chooseMap(name)
      if (chosen) await open(chosen)
    },
  })
  place.replaceChildren(bar.element, canvas.element, toHelp())

  canvas.svg.addEventListener('keydown', (event) => {
    const action = toAction(event)
    if (!action) return
    event.preventDefault()
    if (run[action]) run[action]()
    else if (action.startsWith('go-')) go(action.slice(3))
    else change(toShift(selected, action.slice(6)))
  })
  addEventListener(
    'beforeunload',
    (event) => saving.isOwing() && !isStranger && event.preventDefault(),
  )
  addEventListener('hashchange', () => {
    const asked = decodeURIComponent(location.hash.slice(1))
    if (asked && asked !== name) void open(asked)
  })
  await open(name)
  canvas.svg.focus({ preventScroll: true })

  async function open(asked) {
    await saving.now()
    bar.setName(asked)
    bar.say('Opening…')
    try {
      const { text, save } = await openMap(asked)
      const draft = localStorage.getItem(draftKey)
      name = asked
      window.history.replaceState(null, '', `#${encodeURIComponent(name)}`)
      saving.to(save)
      showMap(text ?? draft ?? (asked === firstName ? starter : JSON.stringify({ title: asked })))
      if (!text) saving.change()
      else bar.say('Saved')
      localStorage.removeItem(draftKey)
    } catch (error) {
      if (error instanceof SignInNeeded) {
        isStranger = true
        saving.to(async (map) => localStorage.setItem(draftKey, map))
        showMap(localStorage.getItem(draftKey) ?? starter)
        return tellStranger()
      }
      bar.setName(name)
      bar.say(error.message, { isProblem: true })
    }
  }

  function showMap(text) {
    root = readMap(text)
    selected = root
    history.clear()
    canvas.draw(root, selected, { isNew: true })
    refresh()
  }

  /** Does something to the map, if there is something to do; it can be undone. */
  function change(act, next) {
    if (!act) return
    const before = writeMap(root)
    if (act() === false) return
    history.note(before)
    if (next) selected = next
    canvas.draw(root, selected)
    refresh()
    saving.change()
  }

  function restore(map) {
    if (map === undefined) return
    // The idea is another object then: it is found again by its way from the root.
    const way = []
    for (let it = selected; it.parent; it = it.parent) way.unshift(indexOf(it))
    root = readMap(map)
    selected = way.reduce((it, index) => (it.isFolded ? it : (it.children[index] ?? it)), root)
    canvas.draw(root, selected)
    refresh()
    saving.change()
  }

  function select(idea) {
    selected = idea
    canvas.select(idea)
    canvas.svg.focus({ preventScroll: true })
    refresh()
  }

  async function add(parent, at) {
    const before = writeMap(root)
    const from = selected
    const idea = insert(createIdea(), parent, at)
    selected = idea
    canvas.draw(root, idea)
    const title = (await canvas.write(idea))?.trim()
    if (!title) {
      remove(idea)
      selected = from
      return canvas.draw(root, selected)
    }
    idea.title = title
    history.note(before)
    canvas.draw(root, idea)
    refresh()
    saving.change()
  }

  async function edit(idea) {
    select(idea)
    const title = (await canvas.write(idea))?.trim()
    if (title && title !== idea.title) change(() => void (idea.title = title))
  }

  function go(direction) {
    const next =
      direction === 'home'
        ? root
        : findNeighbour(selected, direction, { root, boxOf: canvas.boxOf })
    if (next) select(next)
  }

  function refresh() {
    bar.enable('fold', selected.children.length > 0 && selected !== root)
    bar.enable('remove', selected !== root)
    const { undo, redo } = history.can()
    bar.enable('undo', undo)
    bar.enable('redo', redo)
  }

  function tellSaving(state) {
    if (isStranger) return tellStranger()
    if (state instanceof Error) return bar.say(`Not saved: ${state.message}`, { isProblem: true })
    bar.say({ changed: 'Changed', saving: 'Saving…', saved: 'Saved' }[state])
  }

  function tellStranger() {
    const link = { href: `/sign-in?return=${encodeURIComponent('/')}`, label: 'Sign in' }
    bar.say('Kept in this browser only.', {
      link: { ...link, label: 'Sign in to save and export' },
    })
  }
}

const place = document.getElementById('mind-map')
if (place) void start(place)
