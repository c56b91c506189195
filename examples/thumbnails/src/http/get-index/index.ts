import { renderPage, toCsp } from 'plugboard:layout'
import { bucketOrigin } from '#framework/bucket-origin.ts'
import { html as markup } from '#framework/html.ts'
import { html, http } from '#framework/http.ts'
import { findVisitor } from '#framework/identity.ts'

const types = 'image/jpeg,image/png,image/webp,image/avif,image/gif,image/tiff'
const drop = markup`<file-upload label="Choose pictures" accept="${types}" max-bytes="20000000" multiple brief></file-upload>
  <ul role="list" class="pictures" aria-label="Your pictures"></ul>`
const invitation = markup`<p>Yours are shown to you alone.</p>
  <p><a class="button" href="/sign-in?return=/">Sign in to drop pictures</a></p>`

/** `GET /`: where pictures are dropped, and their sizes appear. */
export const handler = http(async (request) => {
  const body = markup`<section class="page">
    <h1 class="page-title">Thumbnails</h1>
    <p class="standfirst">Drop your pictures. Each comes back in two sizes, upright and without its metadata.</p>
    ${(await findVisitor(request)) ? drop : invitation}
  </section>`

  return html(renderPage({ title: 'Thumbnails', path: '/', body }), {
    csp: { ...toCsp('/'), 'img-src': [bucketOrigin('convert-kept')] },
    headers: { 'cache-control': 'private, no-store' },
  })
})
