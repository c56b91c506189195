/**
 * What all parts of the console are made of: elements that use the page's one style sheet.
 *
 * @module
 */
import { LitElement } from 'lit'

/** An element without a shadow root, so that labels, styles and links work across parts. */
export class View extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this
  }
}
