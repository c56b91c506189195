/**
 * The page: three panes, and what comes of them.
 *
 * @module
 */
import { renderPage, toCsp } from 'plugboard:layout'
import { listLanguages } from '#services/convert/languages'
import { html as markup } from '#framework/html.ts'
import { html, type HttpResponse } from '#framework/http.ts'
import type { Pen } from './pens.ts'

const languages = listLanguages('/preprocess')

export function showPen(pen: Pen): HttpResponse {
  const body = markup`<h1 class="visually-hidden">Code playground</h1>
    <form class="pen">
      ${toPane(pen, 'markup', 'html')} ${toPane(pen, 'style', 'css')} ${toPane(pen, 'script', 'javascript')}
      <p class="share"><button class="button button-quiet">Share</button><output></output></p>
    </form>
    <iframe title="Preview" sandbox="allow-scripts" src="/preview"></iframe>
    <output class="problem"></output>`
  const csp = { ...toCsp('/'), 'frame-src': ["'self'"] }
  return html(renderPage({ title: 'Code playground', path: '/', body }), { csp })
}

function toPane(pen: Pen, name: keyof Pen, makes: string) {
  const names = languages.filter(({ group }) => group === name).map((it) => it.name)
  const { lang, source } = pen[name]
  const toOption = (it: string) =>
    markup`<option ${it === lang ? markup`selected` : null}>${it}</option>`
  return markup`<fieldset name="${name}" data-makes="${makes}">
    <select aria-label="Language of the ${name}">${[...names, makes].map(toOption)}</select>
    <textarea aria-label="${name}" spellcheck="false" autocapitalize="off" wrap="off">
${source}</textarea>
    <p class="problem" role="status"></p>
  </fieldset>`
}
