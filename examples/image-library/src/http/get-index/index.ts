import { renderPage, toCsp } from 'plugboard:layout'
import { html as markup } from '#framework/html.ts'
import { html, http } from '#framework/http.ts'
import { findVisitor, type User } from '#framework/identity.ts'
import { listFiles } from '#services/files'
import { toAssets } from '../../shared/assets.ts'
import { showAsset } from '../../shared/views.ts'

/** `GET /?tag=…&after=…`: somebody's pictures, newest first, with what is made of each. */
export const handler = http(async (request) => {
  const user = await findVisitor(request)
  const body = markup`<h1>Image library</h1>
    <p class="standfirst">Your pictures, in every size that your site needs, made as your profile says.</p>
    ${user ? await show(user, request.query) : markup`<a class="button" href="/sign-in?return=/">Sign in</a>`}`
  return html(renderPage({ title: 'Image library', path: '/', body }), {
    csp: toCsp('/'),
    headers: { 'cache-control': 'private, no-store' },
  })
})

async function show({ id: owner }: User, query: URLSearchParams) {
  const [tag, after] = [query.get('tag'), query.get('after') ?? undefined]
  const { items, cursor } = await listFiles({ owner, by: { id: owner } }, { first: 48, after })
  const assets = await toAssets(items)
  const shown = assets.filter((it) => !tag || [...it.found, ...it.tags].includes(tag))
  return markup`<file-upload label="Choose pictures" accept="image/*" multiple brief></file-upload>
    <rendition-profile></rendition-profile>
    <div class="library">
      ${tag ? markup`<p>With the tag ${tag}. <a href="/">All pictures</a></p>` : ''}
      <ul role="list" class="pictures" aria-label="Your pictures">${shown.map(showAsset)}</ul>
      ${cursor ? markup`<a href="/?after=${encodeURIComponent(cursor)}">Older pictures</a>` : ''}
    </div>`
}
