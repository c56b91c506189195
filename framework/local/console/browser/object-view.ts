/**
 * `<object-view>`: a dialog with one object: what it is, and a look at it.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit'
import { act, ask, call, read } from './call.ts'
import { toColoured, toPretty, toSize } from './format.ts'
import { toDateAndClock } from './times.ts'
import { View } from './view.ts'

interface About {
  size: number
  contentType: string
  lastModified?: number
  etag?: string
  metadata: { [name: string]: string }
}

/** As much of a text is shown, in bytes. */
const most = 64_000

class ObjectView extends View {
  static override properties = {
    bucket: { attribute: false },
    key: { attribute: false },
    about: { state: true },
    text: { state: true },
    isSure: { state: true },
  }

  declare bucket: string
  declare key: string
  declare about: About | undefined
  declare text: string | undefined
  declare isSure: boolean

  override firstUpdated() {
    this.querySelector('dialog')?.showModal()
    void this.#load()
  }

  override render() {
    const { key, about } = this
    return html`<dialog aria-labelledby="object-title" @close=${() => this.#tell('closed')}>
      <h2 id="object-title" class="mono">${key}</h2>
      ${about ? html`${facts(about)}${this.#preview(about)}` : html`<p class="soft">Loading…</p>`}
      <div class="bar-of-actions">
        <button class="danger" @click=${() => this.#remove()}>
          ${this.isSure ? 'Really delete' : 'Delete'}
        </button>
        <span class="grow"></span>
        <button autofocus @click=${() => this.querySelector('dialog')?.close()}>Close</button>
        <a class="button primary" href=${`/api/${this.#path('object')}`} download>Download</a>
      </div>
    </dialog>`
  }

  #preview({ contentType, size }: About): TemplateResult {
    if (contentType.startsWith('image/')) {
      return html`<p class="picture">
        <img src=${`/api/${this.#path('object')}`} alt="What ${this.key} shows" />
      </p>`
    }
    const { text } = this
    if (!isText(contentType)) return html`<p class="soft">Nothing to show of this type.</p>`
    if (text === undefined) return html`<p class="soft">Loading…</p>`
    return html`<pre class="json" tabindex="0">
${/json/.test(contentType) ? toColoured(toPretty(text)) : text}</pre>
      ${size > most ? html`<p class="soft">The first ${toSize(most)} are shown.</p>` : nothing}`
  }

  async #load(): Promise<void> {
    this.about = await read<About>(this.#path('about'))
    if (!this.about) this.querySelector('dialog')?.close()
    else if (isText(this.about.contentType)) {
      const response = await ask('GET', `${this.#path('object')}&first=${most}`)
      this.text = await response.text()
    }
  }

  async #remove(): Promise<void> {
    if (!this.isSure) {
      this.isSure = true
      return
    }
    if (await act(() => call('DELETE', this.#path('object')), 'Deleted.')) this.#tell('deleted')
  }

  #path(what: string): string {
    const query = new URLSearchParams({ key: this.key })
    return `buckets/${encodeURIComponent(this.bucket)}/${what}?${query}`
  }

  #tell(what: 'deleted' | 'closed'): void {
    this.dispatchEvent(new CustomEvent(what))
  }
}

function facts({ size, contentType, lastModified, etag, metadata }: About): TemplateResult {
  const all = [
    ['Size', toSize(size)],
    ['Type', contentType],
    ...(lastModified ? [['Changed', toDateAndClock(lastModified)]] : []),
    ...(etag ? [['ETag', etag]] : []),
    ...Object.entries(metadata),
  ]
  return html`<dl class="facts">
    ${all.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}

function isText(contentType: string): boolean {
  return /^text\/|json|xml|javascript|yaml|x-www-form-urlencoded/.test(contentType)
}

customElements.define('object-view', ObjectView)
