/**
 * `<file-upload>`: files chosen or dropped are sent straight to storage, with their progress, in words.
 *
 * Attributes: `label`, `accept` (as of an input), `multiple`, `max-bytes`, `visibility` (`private`), `brief`
 * (what is there leaves the list: the page shows it by itself), and `for`: the id of a field that gets the
 * address of the file. Each file that is there is told with the event
 * `file-stored`.
 *
 * @module
 */
import { html, LitElement, nothing } from 'lit'
import { findRefusal, toSize } from './choosing.ts'
import { renderEntry, type Entry } from './entry.ts'
import { UploadError } from './problems.ts'
import { styles } from './styles.ts'
import { transfer, type StoredFile } from './transfer.ts'

class FileUpload extends LitElement {
  static override properties = {
    label: {},
    accept: {},
    multiple: { type: Boolean },
    brief: { type: Boolean },
    maxBytes: { type: Number, attribute: 'max-bytes' },
    visibility: {},
    for: {},
    entries: { state: true },
    isOver: { state: true },
    news: { state: true },
  }

  static override styles = styles

  declare label: string
  declare accept: string
  declare multiple: boolean
  declare brief: boolean
  declare maxBytes: number | undefined
  declare visibility: string
  declare for: string | undefined
  declare entries: Entry[]
  declare isOver: boolean
  declare news: string

  constructor() {
    super()
    this.label = 'Choose a file'
    this.accept = ''
    this.multiple = false
    this.brief = false
    this.visibility = 'private'
    this.entries = []
    this.isOver = false
    this.news = ''
  }

  override connectedCallback() {
    super.connectedCallback()
    addEventListener('beforeunload', this.#leave)
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    removeEventListener('beforeunload', this.#leave)
    for (const { stop } of this.entries) stop.abort()
  }

  override render() {
    const what = this.multiple ? 'files' : 'a file'
    return html`<div
        class="drop ${this.isOver ? 'over' : ''}"
        @dragover=${this.#dragged}
        @dragleave=${() => (this.isOver = false)}
        @drop=${this.#dropped}
      >
        <label for="pick">${this.label}</label>
        <input
          id="pick"
          type="file"
          accept=${this.accept || nothing}
          ?multiple=${this.multiple}
          aria-describedby="hint"
          @change=${this.#chosen}
        />
        <p id="hint">
          Or drop ${what} here.${this.maxBytes ? ` ${toSize(this.maxBytes)} at most.` : ''}
        </p>
      </div>
      <ul role="list">
        ${this.#shown().map((entry) =>
          renderEntry(entry, {
            onRetry: () => void this.#send(entry),
            onLeave: () => this.#drop(entry),
          }),
        )}
      </ul>
      <p role="status" class="unseen">${this.news}</p>`
  }

  #shown = () => this.entries.filter(({ state }) => !this.brief || state !== 'stored')

  #dragged = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.isOver = true
  }

  #dropped = (event: DragEvent) => {
    event.preventDefault()
    this.isOver = false
    this.#take([...(event.dataTransfer?.files ?? [])])
  }

  #chosen = (event: Event) => {
    const input = event.target as HTMLInputElement
    this.#take([...(input.files ?? [])])
    // So that the same file can be chosen again.
    input.value = ''
  }

  #leave = (event: BeforeUnloadEvent) => {
    if (this.entries.some(({ state }) => state === 'sending')) event.preventDefault()
  }

  #take(chosen: File[]) {
    const taken = this.multiple ? chosen : chosen.slice(0, 1)
    if (taken.length === 0) return
    const entries = taken.map((file): Entry => {
      return { file, sent: 0, state: 'sending', stop: new AbortController() }
    })
    if (!this.multiple) for (const { stop } of this.entries) stop.abort()
    this.entries = this.multiple ? [...this.entries, ...entries] : entries
    for (const entry of entries) void this.#send(entry)
  }

  #drop(entry: Entry) {
    entry.stop.abort()
    this.entries = this.entries.filter((it) => it !== entry)
    this.news = `${entry.file.name} was left out`
    this.renderRoot.querySelector('input')?.focus()
  }

  async #send(entry: Entry) {
    const { file } = entry
    const { signal } = (entry.stop = new AbortController())
    const change = (more: Partial<Entry>) => {
      Object.assign(entry, more)
      this.requestUpdate()
    }
    change({ state: 'sending', sent: 0, problem: '', canRetry: false })
    this.news = `Sending ${file.name}`
    try {
      const refusal = findRefusal(file, this)
      if (refusal) throw new UploadError(refusal)
      const stored = await transfer(file, {
        visibility: this.visibility,
        signal,
        onProgress: (sent) => change({ sent: Math.min(sent, file.size) }),
        onSent: () => change({ state: 'looking' }),
      })
      change({ state: 'stored' })
      this.news = `${file.name} is uploaded`
      this.#tell(stored)
    } catch (error) {
      if (signal.aborted) return
      const { message, code = '' } = error as Partial<UploadError>
      const isFinal = /^(EMPTY|WRONG_TYPE|TOO_LARGE|FILE_REFUSED|FILE_T\w+)$/.test(code)
      change({ state: 'failed', problem: message ?? '', canRetry: !isFinal })
      this.news = `${file.name}: ${message}`
    }
  }

  #tell(stored: StoredFile) {
    const field = this.for ? document.getElementById(this.for) : undefined
    if (field instanceof HTMLInputElement) {
      field.value = new URL(stored.url).pathname
      field.dispatchEvent(new Event('input', { bubbles: true }))
    }
    this.dispatchEvent(new CustomEvent('file-stored', { detail: stored, bubbles: true }))
  }
}

customElements.define('file-upload', FileUpload)
