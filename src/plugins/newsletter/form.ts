/**
 * The form with which people subscribe. It works without JavaScript.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'

export interface FormOptions {
  /** Tells the forms of one page apart. */
  id: string
  /** What was typed in before. */
  email?: string
  /** What is wrong with it. */
  error?: string
  /** Its code. */
  code?: string
}

/** One field, one button, posted to `/newsletter`. */
export function renderForm({ id, email = '', error, code }: FormOptions): SafeHtml {
  const field = `${id}-email`
  return html`<form class="form" method="post" action="/newsletter">
    <div class="field">
      <label for="${field}">E-mail address</label>
      <div class="field-row">
        <input
          id="${field}"
          name="email"
          type="email"
          autocomplete="email"
          required
          maxlength="254"
          value="${email}"
          ${error ? html`aria-invalid="true" aria-describedby="${field}-problem"` : null}
        />
        <button class="button" type="submit">Subscribe</button>
      </div>
      ${error ? html`<p class="problem-text" id="${field}-problem">${error} <code>${code}</code></p>` : null}
    </div>
  </form>`
}
