import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup } from '#framework/html.ts'
import { html, http } from '#framework/http.ts'

/** `GET /`: where pictures are dropped. */
export const handler = http(() => {
  const body = markup`<section class="page">
    <h1 class="page-title">Thumbnails</h1>
    <p class="standfirst">Drop pictures; their sizes appear as they are made.</p>
    <file-upload label="Choose pictures" accept="image/*" multiple></file-upload>
  </section>`
  return html(renderPage({ title: 'Thumbnails', path: '/', body }), { csp: toCsp('/') })
})
