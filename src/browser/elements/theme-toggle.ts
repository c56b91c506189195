/**
 * `<theme-toggle>`: one button between light and dark.
 *
 * @module
 */
import { chooseTheme, currentTheme, onThemeChange } from '../theme.ts'

const icon =
  '<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false"><circle cx="10" cy="10" r="7.75" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M10 2.25a7.75 7.75 0 0 1 0 15.5z" fill="currentColor"/></svg>'

export class ThemeToggle extends HTMLElement {
  #button = document.createElement('button')

  connectedCallback() {
    this.#button.type = 'button'
    this.#button.className = 'theme-button'
    this.#button.innerHTML = icon
    this.#button.addEventListener('click', () => {
      chooseTheme(other())
      this.#label()
    })
    this.append(this.#button)
    this.#label()
    onThemeChange(() => this.#label())
  }

  #label() {
    const label = `Switch to the ${other()} theme`
    this.#button.setAttribute('aria-label', label)
    this.#button.title = label
    this.#button.toggleAttribute('data-dark', other() === 'light')
  }
}

function other() {
  return currentTheme() === 'dark' ? 'light' : 'dark'
}
