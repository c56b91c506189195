/**
 * What is in one folder of a bucket, as lines.
 *
 * @module
 */
import { html, type TemplateResult } from 'lit'
import type { FolderPage } from '../browse.ts'
import { toAddress } from './address.ts'
import { toCount, toSize } from './format.ts'
import { toDateAndClock } from './times.ts'

/** The way to a folder; each part leads there. */
export function crumbs(bucket: string, folder: string): TemplateResult {
  const parts = folder.split('/').slice(0, -1)
  const paths = parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)
  return html`<span class="crumbs"
    ><a href=${toAddress('storage', bucket)}>${bucket}</a>${parts.map(
      (part, index) =>
        html`<span class="soft">/</span
          ><a href=${toAddress('storage', bucket, paths[index]!)}>${part}</a>`,
    )}</span
  >`
}

export function renderFolder({
  bucket,
  folder,
  page,
  open,
}: {
  bucket: string
  folder: string
  page: FolderPage
  open: (key: string) => void
}): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Objects">
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" class="number">Size</th>
          <th scope="col">Type</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        ${page.folders.map(
          ({ prefix, objects }) =>
            html`<tr>
              <th scope="row">
                <a href=${toAddress('storage', bucket, prefix)}>${prefix.slice(folder.length)}</a>
              </th>
              <td class="number soft">${toCount(objects, 'object')}</td>
              <td></td>
              <td></td>
            </tr>`,
        )}
        ${page.objects.map(
          ({ key, size, contentType, lastModified }) =>
            html`<tr>
              <th scope="row">
                <button class="plain" @click=${() => open(key)}>
                  ${key.slice(folder.length) || key}
                </button>
              </th>
              <td class="number">${toSize(size)}</td>
              <td>${contentType}</td>
              <td>${toDateAndClock(lastModified)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}
