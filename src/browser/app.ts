/**
 * What every page loads. The page waits for it before it is painted, so that a chosen theme does
 * not flash: keep it tiny, and import the rest only where an element needs it.
 *
 * @module
 */
import { ThemeToggle } from './elements/theme-toggle.ts'
import { countView } from './views.ts'

const elements = {
  'article-editor': () => import('./elements/article-editor.ts'),
  'more-articles': () => import('./elements/more-articles.ts'),
}

customElements.define('theme-toggle', ThemeToggle)

for (const [name, load] of Object.entries(elements)) {
  if (document.querySelector(name)) void load()
}

countView()
