/**
 * `<article-editor>`: stands around the editor's form, and adds a live preview, a count of words,
 * saving from the keyboard, and a warning before typed text is lost.
 *
 * @module
 */
import { css, html, LitElement } from 'lit'

const pause = 400

class ArticleEditor extends LitElement {
  static override properties = {
    words: { state: true },
    dirty: { state: true },
    trouble: { state: true },
  }

  static override styles = css`
    .bar {
      grid-column: 1 / -1;
      position: sticky;
      z-index: 1;
      bottom: 0;
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 1.5rem;
      padding-block: 0.6rem;
      border-top: 1px solid var(--hair);
      background: var(--paper);
      color: var(--soft);
      font-size: var(--small);
    }

    p {
      margin: 0;
    }
  `

  declare words: number
  declare dirty: boolean
  declare trouble: boolean

  #form: HTMLFormElement | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #request: AbortController | undefined
  #leaving = new AbortController()

  constructor() {
    super()
    this.words = 0
    this.dirty = false
    this.trouble = false
  }

  override connectedCallback() {
    super.connectedCallback()
    this.#form = this.querySelector('form')
    if (!this.#form) return

    const { signal } = this.#leaving
    this.#form.addEventListener('input', this.#changed, { signal })
    this.#form.addEventListener('submit', () => (this.dirty = false), { signal })
    addEventListener('keydown', this.#pressed, { signal })
    addEventListener('beforeunload', this.#unload, { signal })

    this.#count()
    void this.#preview()
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    this.#leaving.abort()
    this.#leaving = new AbortController()
  }

  override render() {
    const minutes = Math.max(1, Math.round(this.words / 230))
    const save = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘ S' : 'Ctrl S'

    return html`<slot></slot>
      <div class="bar">
        <p>${this.words} ${this.words === 1 ? 'word' : 'words'} · ${minutes} min to read</p>
        <p role="status">
          ${this.trouble ? 'The preview is not up to date. ' : ''}${this.dirty ? 'Not saved yet' : ''}
        </p>
        <p>${save} saves</p>
      </div>`
  }

  #changed = () => {
    this.dirty = true
    this.#count()
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#preview(), pause)
  }

  #pressed = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey) return
    event.preventDefault()
    this.#form?.requestSubmit(this.#form.querySelector<HTMLElement>('button[value="save"]'))
  }

  #unload = (event: BeforeUnloadEvent) => {
    if (this.dirty) event.preventDefault()
  }

  #count() {
    this.words = this.#body().split(/\s+/).filter(Boolean).length
  }

  #body() {
    return this.querySelector<HTMLTextAreaElement>('textarea[name="body"]')?.value ?? ''
  }

  async #preview() {
    const pane = this.querySelector('#preview')
    if (!pane) return

    this.#request?.abort()
    this.#request = new AbortController()
    const { signal } = this.#request
    try {
      const response = await fetch('/write/preview', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ body: this.#body() }),
        signal,
      })
      if (!response.ok) throw new Error(`The preview answered ${response.status}`)

      // The server's Markdown lets no HTML of the writer through.
      const answer = (await response.json()) as { html: string }
      pane.innerHTML = answer.html
      this.trouble = false
    } catch {
      if (!signal.aborted) this.trouble = true
    }
  }
}

customElements.define('article-editor', ArticleEditor)
