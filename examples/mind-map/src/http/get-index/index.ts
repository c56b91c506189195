import { renderPage, toCsp } from 'plugboard:layout'
import { bucketOrigin } from '#framework/bucket-origin.ts'
import { html as markup } from '#framework/html.ts'
import { html, http } from '#framework/http.ts'

/** `GET /`: the editor, whose script talks to storage. */
export const handler = http(() => {
  const body = markup`<h1 class="visually-hidden">Mind map</h1>
    <div id="mind-map"><noscript>The editor needs scripts.</noscript></div>`
  const page = { title: 'Mind map', path: '/', body }
  const storage = [bucketOrigin('convert-uploads'), bucketOrigin('convert-results')]
  const { 'connect-src': others = [], ...csp } = toCsp('/')
  return html(renderPage(page), { csp: { ...csp, 'connect-src': [...others, ...storage] } })
})
