/**
 * `<rendition-profile>`: which renditions somebody wants of their pictures, and how far these are.
 *
 * While there is something to be made it looks again and again, each time with the event
 * `renditions-changed`; it begins when a file is there (`file-stored` of `<file-upload>`) or the profile is saved.
 *
 * @module
 */
import { html, LitElement } from 'lit'
import { renderRow, type Renditions, type Row } from './fields.ts'
import { styles } from './styles.ts'

/** Half a minute: functions that start, and news that comes late. */
const patience = 40
const saved = 'Saved.'
const allMade = 'All renditions are made.'

class RenditionProfile extends LitElement {
  static override properties = {
    rows: { state: true },
    open: { state: true },
    news: { state: true },
  }

  static override styles = styles

  declare rows: Row[]
  /** Renditions that are still to be made, and the most that there were. */
  declare open: number
  declare news: string
  #most = 0
  #isLoaded = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** So many times more, though nothing is to be made: what was begun takes a moment to be counted. */
  #looks = 0

  constructor() {
    super()
    this.rows = []
    this.open = 0
    this.news = ''
  }

  override connectedCallback() {
    super.connectedCallback()
    document.addEventListener('file-stored', this.#begin)
    void this.#look()
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    document.removeEventListener('file-stored', this.#begin)
    clearTimeout(this.#timer)
  }

  override render() {
    const done = this.#most - this.open
    return html`<p class="progress" role="status">
        ${
          this.open > 0
            ? html`<progress max=${this.#most} value=${done} aria-label="Renditions"></progress>
                ${done} of ${this.#most} renditions`
            : this.news
        }
      </p>
      <details>
        <summary>
          Your
          profile${this.rows.length > 0 ? `: ${this.rows.map(({ name }) => name).join(', ')}` : ''}
        </summary>
        <form @submit=${this.#save}>
          ${this.rows.map((row) =>
            renderRow(row, () => (this.rows = this.rows.filter((it) => it !== row))),
          )}
          <p>
            <button type="button" @click=${this.#add}>Another rendition</button>
            <button class="main">Save, and make what has changed</button>
          </p>
        </form>
      </details>`
  }

  #add = () => {
    this.rows = [...this.rows, { name: '', options: { width: '800' } }]
  }

  #begin = () => {
    this.#looks = patience
    this.#timer ??= setTimeout(() => void this.#look(), 400)
  }

  async #look() {
    this.#timer = undefined
    const response = await fetch('/renditions', { headers: { accept: 'application/json' } }).catch(
      () => undefined,
    )
    if (!response?.ok) return
    const { renditions, open } = (await response.json()) as { renditions: Renditions; open: number }
    if (!this.#isLoaded) this.rows = toRows(renditions)
    this.#isLoaded = true
    this.#most = open > 0 ? Math.max(this.#most, open) : 0
    if (this.open > 0 && open === 0) {
      this.news = allMade
      this.#looks = Math.min(this.#looks, 3)
    }
    if (open !== this.open || this.#looks > 0) {
      this.dispatchEvent(new CustomEvent('renditions-changed', { bubbles: true }))
    }
    this.open = open
    if (open > 0 || this.#looks-- > 0) this.#timer ??= setTimeout(() => void this.#look(), 700)
    // Made between two looks, or there was nothing to make.
    else if (this.news === saved) this.news = allMade
  }

  #save = async (event: Event) => {
    event.preventDefault()
    const renditions = Object.fromEntries(this.rows.map(({ name, options }) => [name, options]))
    const response = await fetch('/renditions', {
      method: 'PUT',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(renditions),
    }).catch(() => undefined)
    this.news = response?.ok ? saved : await toProblem(response)
    if (response?.ok) this.#begin()
  }
}

function toRows({ preview: _preview, ...renditions }: Renditions): Row[] {
  return Object.entries(renditions).map(([name, options]) => ({ name, options: { ...options } }))
}

async function toProblem(response: Response | undefined): Promise<string> {
  if (!response) return 'It could not be sent. Are you offline?'
  const {
    detail,
    title,
    errors = [],
  } = (await response.json().catch(() => ({}))) as {
    detail?: string
    title?: string
    errors?: { path: string; message: string }[]
  }
  const [first] = errors
  return first ? `${first.path}: ${first.message}` : (detail ?? title ?? 'It was not saved.')
}

customElements.define('rendition-profile', RenditionProfile)
