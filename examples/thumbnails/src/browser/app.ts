/**
 * The newest pictures on the page, and what becomes of those that are dropped now.
 *
 * @module
 */
import { html, nothing, render } from 'lit'
import type { Picture } from '../shared/pictures.ts'

const list = document.querySelector<HTMLElement>('.pictures')
let timer: ReturnType<typeof setTimeout> | undefined
if (list) void show(list)
document.addEventListener('file-stored', showSoon)

// However many are dropped at once, they are looked for once.
function showSoon() {
  timer ??= setTimeout(() => void show(list!), 500)
}

async function show(place: HTMLElement) {
  timer = undefined
  const response = await fetch('/pictures').catch(() => undefined)
  if (!response?.ok) return response?.status === 401 ? location.reload() : showSoon()

  const { pictures } = (await response.json()) as { pictures: Picture[] }
  render(pictures.map(toCard), place)
  if (pictures.some(({ state }) => state === 'working')) showSoon()
}

function toCard({ id, name, state, sizes, problem }: Picture) {
  return html`<li class=${state}>
    <div class="frame">
      ${sizes[0] ? html`<img src=${sizes[0].url} alt="" />` : (problem ?? 'Making its sizes …')}
    </div>
    <p class="name">${name}</p>
    <p class="hint">
      ${sizes.map((it) => html`<a href=${it.url} target="_blank">${it.name}, ${toKilobytes(it.bytes)}</a>`)}
      <button @click=${() => remove(id)} aria-label="Remove ${name}">Remove</button>
    </p>
  </li>`
}

async function remove(id: string) {
  await fetch(`/pictures/${id}`, { method: 'DELETE' }).catch(() => nothing)
  await show(list!)
}

function toKilobytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 1000))} kB`
}
