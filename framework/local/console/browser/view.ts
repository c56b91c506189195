/**
 * What all parts of the console are made of: elements that use the page's one style sheet.
 *
 * @module
 */
import { LitElement } from 'lit'
import { store } from './store.ts'

/** An element without a shadow root, so that labels, styles and links work across parts. */
export class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this
  }
}

/** An element that loads what it shows, and again soon after something has happened. */
export abstract class LiveView extends View {
  #leave = () => {}
  #timer: ReturnType<typeof setTimeout> | undefined

  abstract load(): Promise<void>

  override connectedCallback() {
    super.connectedCallback()
    void this.load()
    this.#leave = store.listen(() => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.load(), 300)
    })
  }

  override disconnectedCallback() {
    super.disconnectedCallback()
    clearTimeout(this.#timer)
    this.#leave()
  }
}
