/**
 * What the page shows of a picture.
 *
 * @module
 */
import { html } from '#framework/html.ts'
import { signResult } from '#services/convert'
import type { Asset } from './assets.ts'

export function showAsset({ id, name, conversions, found, tags }: Asset) {
  const result = conversions.find((it) => it.name === 'preview')?.result
  const problem = conversions.find((it) => it.error)?.error?.detail
  return html`<li>
    <div class="frame">
      ${result ? html`<img src="${signResult(result)}" alt="${name}" />` : (problem ?? 'Coming …')}
    </div>
    <h2>${name}</h2>
    <p class="renditions">
      ${conversions.map((it) => html`<a class="${it.status}" href="/img/${it.name}/${id}">${it.name}</a> `)}
    </p>
    <p class="tags">
      ${[...found, ...tags].map((it) => html`<a href="/?tag=${encodeURIComponent(it)}">${it}</a> `)}
    </p>
    <form method="post" action="/pictures/${id}">
      <input
        name="tags"
        value="${tags.join(', ')}"
        aria-label="Tags of ${name}"
        placeholder="Tags, with commas"
      />
      <button>Save</button>
      <button name="intent" value="remove" aria-label="Remove ${name}">Remove</button>
    </form>
  </li>`
}
